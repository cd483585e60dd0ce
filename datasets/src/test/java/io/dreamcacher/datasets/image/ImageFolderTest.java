package io.dreamcacher.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
    @TempDir
    private Path folder;

    private Path write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private List<ImageEntry> read() {
        ImageFolder pictures = new ImageFolder(folder);
        return pictures.files().map(pictures::read).toList();
    }

    @Test
    void files_ofFoldersInFolders_areInTheOrderOfTheirKeys() throws IOException {
        write("b.PNG", "");
        write("00001/000000002.jpg", "");
        write("00001/000000001.webp", "");
        write("a.txt", "no picture");
        write(".hidden/x.png", "");
        write(".x.png", "");

        assertThat(read()).extracting(ImageEntry::key)
                .containsExactly("00001/000000001.webp", "00001/000000002.jpg", "b.PNG");
    }

    @Test
    void read_filesBeside_sayWhatItShows() throws IOException {
        write("a.png", "");
        write("a.txt", " a red boat \n");
        write("b.png", "");
        write("b.json", "{\"caption\": \"\", \"prompt\": \"a blue boat\", \"width\": 3}");
        write("c.png", "");
        write("d.png", "");
        write("d.txt", "   ");

        assertThat(read()).extracting(ImageEntry::caption)
                .containsExactly(Optional.of("a red boat"), Optional.of("a blue boat"), Optional.empty(),
                        Optional.empty());
    }

    @Test
    void read_brokenFileBeside_isNamed() throws IOException {
        write("a.png", "");
        Files.write(folder.resolve("a.txt"), "ä".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(this::read).isInstanceOf(DreamCacherException.class).hasMessageContaining("a.txt");

        Files.delete(folder.resolve("a.txt"));
        write("a.json", "{\"caption\"");
        assertThatThrownBy(this::read).isInstanceOf(DreamCacherException.class).hasMessageContaining("a.json");
    }

    @Test
    void files_ofASinglePicture_isThatOne() throws IOException {
        ImageFolder one = new ImageFolder(write("some/boat.png", ""));
        assertThat(one.files().map(one::read)).extracting(ImageEntry::key).containsExactly("boat.png");
        assertThatThrownBy(() -> new ImageFolder(folder.resolve("none"))).isInstanceOf(DreamCacherException.class);
    }
}
