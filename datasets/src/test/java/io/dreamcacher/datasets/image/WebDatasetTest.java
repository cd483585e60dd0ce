package io.dreamcacher.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDatasetTest {
    @TempDir
    private Path folder;

    private final List<Defect> defects = new ArrayList<>();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path unpacked(Path tar) throws IOException {
        Path unpacked = Files.createDirectories(folder.resolve("unpacked"));
        WebDataset.unpack(tar, unpacked, defects::add);
        return unpacked;
    }

    private List<String> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void write_samples_unpackToWhatTheyWere() throws IOException {
        try (WebDatasetWriter writer = new WebDatasetWriter(folder.resolve("set"), 2)) {
            for (int i = 0; i < 3; i++) {
                Map<String, byte[]> members = new LinkedHashMap<>();
                members.put("png", new byte[]{(byte) i, 1, 2});
                members.put("txt", utf8("caption ✓ " + i));
                writer.add("long/".repeat(40) + "é" + i, members);
            }
        }

        assertThat(files(folder.resolve("set"))).containsExactly("00000.tar", "00001.tar");
        Path first = unpacked(folder.resolve("set/00000.tar"));
        List<ImageEntry> entries = new ImageFolder(first).files().map(new ImageFolder(first)::read).toList();
        assertThat(entries).hasSize(2);
        assertThat(entries.getLast().caption()).contains("caption ✓ 1");
        assertThat(entries.getLast().file()).hasBinaryContent(new byte[]{1, 1, 2});
        assertThat(defects).isEmpty();
    }

    @Test
    void unpack_hostileMembers_areToldAndNothingLeavesTheFolder() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String name : List.of("../evil.png", "a/../../evil.png", "/abs.png", "a\\..\\..\\evil.png",
                    "C:/evil.png", "good.png", "other.exe")) {
                TarArchiveEntry entry = new TarArchiveEntry(name, true);
                entry.setSize(1);
                tar.putArchiveEntry(entry);
                tar.write(7);
                tar.closeArchiveEntry();
            }
            for (byte kind : new byte[]{TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR}) {
                TarArchiveEntry link = new TarArchiveEntry("link%d.png".formatted((int) kind), kind);
                link.setLinkName("/etc/passwd");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
        Path tar = folder.resolve("a.tar");
        Files.write(tar, bytes.toByteArray());

        Path unpacked = unpacked(tar);

        assertThat(files(unpacked)).containsExactly("good.png");
        assertThat(files(folder)).containsExactly("a.tar", "unpacked/good.png");
        assertThat(defects).hasSize(8).allMatch(defect -> defect.place().startsWith("member "));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 600, 700, 1100, 1600})
    void unpack_cutShort_isToldAndWhatCameBeforeIsThere(int length) throws IOException {
        try (WebDatasetWriter writer = new WebDatasetWriter(folder, 10)) {
            writer.add("a", Map.of("png", new byte[100]));
            writer.add("b", Map.of("png", new byte[1000]));
        }
        Path tar = folder.resolve("00000.tar");
        Files.write(tar, Arrays.copyOf(Files.readAllBytes(tar), length));

        Path unpacked = unpacked(tar);

        assertThat(files(unpacked)).isEqualTo(length < 612 ? List.of() : List.of("a.png"));
        assertThat(defects).hasSize(1);
        assertThat(defects.getFirst().reason()).contains("cut short or damaged");
    }

    @Test
    void unpack_noTar_isToldOrRefused() throws IOException {
        assertThatThrownBy(() -> WebDataset.unpack(folder.resolve("none.tar"), folder, defects::add))
                .isInstanceOf(DreamCacherException.class);
        Path text = Files.writeString(folder.resolve("text.tar"), "dear all, ".repeat(200));

        assertThat(files(unpacked(text))).isEmpty();
        assertThat(defects).hasSize(1);
    }
}
