package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostcardsTest {
    private static final Path SOURCE = Path.of("../models/postcards");

    @Test
    void listing_everyFile_isCurrent() throws Exception {
        TreeMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = SOURCE.relativize(file).toString();
                if (!name.startsWith("golden") && !name.equals("examples.png") && !name.equals("SHA256SUMS")) {
                    found.put(name, HexFormat.of()
                            .formatHex(
                                    MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
                }
            }
        }

        assertThat(Postcards.listing()).as("run sha256sum over the files again, see models/postcards/SHA256SUMS")
                .isEqualTo(found);
    }

    @Test
    void stableDiffusion_twice_isUnpackedOnce(@TempDir Path cache) throws IOException {
        Path folder = Postcards.stableDiffusion(cache);
        var modified = Files.getLastModifiedTime(folder);

        assertThat(Postcards.stableDiffusion(cache)).isEqualTo(folder).isDirectory();
        assertThat(Files.getLastModifiedTime(folder)).isEqualTo(modified);
        assertThat(folder.resolve("model_index.json")).hasSameBinaryContentAs(SOURCE.resolve("sd/model_index.json"));
        try (Stream<Path> left = Files.list(cache.resolve("models"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void prompts_first24_differ(@TempDir Path cache) {
        List<String> prompts = Postcards.prompts(cache);

        assertThat(prompts).hasSize(3000).doesNotHaveDuplicates();
        assertThat(prompts.subList(0, 24).stream().map(prompt -> prompt.split(" ", 3)[1]).distinct())
                .hasSizeGreaterThan(8);
    }

    @Test
    void prompts_first24_areOfTheKindItDrawsWell(@TempDir Path cache) {
        assertThat(Postcards.prompts(cache).subList(0, 24)).allSatisfy(prompt -> assertThat(prompt)
                .doesNotContainPattern("\\b(two|three|small|left|right|and|without|illustration|photo)\\b|,")
                .matches("(?i)(an? |someone |two )?[\\w -]+"));
    }
}
