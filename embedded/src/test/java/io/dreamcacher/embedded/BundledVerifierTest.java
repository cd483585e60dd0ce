package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.reuse.Verifier;
import io.dreamcacher.reuse.Verifier.Verdict;
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

class BundledVerifierTest {
    private static final Path SOURCE = Path.of("../models/verifier");

    @Test
    void listing_everyFile_isCurrent() throws Exception {
        TreeMap<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(SOURCE)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                found.put(file.getFileName().toString(), HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            }
        }
        found.remove("SHA256SUMS");

        assertThat(BundledVerifier.listing()).as("run sha256sum over the files again, see models/verifier/SHA256SUMS")
                .isEqualTo(found);
    }

    @Test
    void open_emptyCache_unpacksAndAnswers(@TempDir Path cache) throws IOException {
        try (Verifier verifier = BundledVerifier.open(cache)) {
            List<Verdict> verdicts = verifier.verify("a boat",
                    List.of("a red boat, highly detailed, 8k", "a portrait of a woman"));

            assertThat(verdicts.getFirst().probability()).isGreaterThan(0.9);
            assertThat(verdicts.getLast().probability()).isLessThan(0.1);
            assertThat(verifier.description().name()).isEqualTo("bundled");
        }
        try (Stream<Path> left = Files.list(cache.resolve("models"))) {
            assertThat(left).singleElement().asString().contains("verifier-");
        }
    }
}
