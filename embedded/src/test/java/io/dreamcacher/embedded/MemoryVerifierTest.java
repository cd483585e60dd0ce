package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.reuse.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which verifier a memory has, from when on, and until when. */
class MemoryVerifierTest {
    @TempDir
    private Path folder;

    private Path cache() {
        return folder.resolve("cache");
    }

    private MemoryOptions options() {
        return MemoryOptions.at(folder.resolve("data")).withCacheFolder(cache()).withPatience(Duration.ZERO);
    }

    private DreamCacher open(String verifier) {
        return DreamCacher.open(options().withEngine(EngineOptions.USUAL.withVerifier(verifier)));
    }

    private boolean isUnpacked() throws IOException {
        try (Stream<Path> models = Files.list(cache().resolve("models"))) {
            return models.anyMatch(model -> model.getFileName().toString().startsWith("verifier-"));
        }
    }

    @Test
    void verifier_unlessNamed_isTheBundledOneFromTheFirstQuestionUntilTheEnd() throws IOException {
        Verifier verifier;
        try (DreamCacher dreams = DreamCacher.open(options())) {
            verifier = dreams.verifier();
            assertThat(isUnpacked()).isFalse();

            assertThat(verifier.verify("a boat", List.of("a red boat", "a cat")))
                    .satisfiesExactly(red -> assertThat(red.probability()).isGreaterThan(0.9),
                            cat -> assertThat(cat.probability()).isLessThan(0.1));
            assertThat(isUnpacked()).isTrue();
        }
        assertThatThrownBy(() -> verifier.verify("a boat", List.of("a cat"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void verifier_aFolder_isToldByItsNameAndNotByItsPlace() throws IOException {
        Path mine = Files.createDirectories(folder.resolve("mine"));
        try (Stream<Path> files = Files.list(Path.of("../models/verifier"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, mine.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (DreamCacher dreams = open(mine.toString());
                Verifier bundled = BundledVerifier.open(cache())) {
            assertThat(dreams.verifier().description().name()).isEqualTo("mine");
            assertThat(dreams.verifier().description().fingerprint()).isEqualTo(bundled.description().fingerprint());
            assertThat(dreams.verifier().verify("a boat", List.of("a cat"))).hasSize(1);
        }
    }

    @Test
    void openVerifier_withoutAMemory_leavesNoDataFolder() {
        try (Verifier verifier = DreamCacher.openVerifier(options())) {
            assertThat(verifier.verify("a boat", List.of("a red boat"))).hasSize(1);
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void open_verifierThatCannotBeUsed_isRefusedAndLeavesTheFolderToOthers() throws IOException {
        Path nothing = Files.createDirectories(folder.resolve("empty"));
        assertRefused(nothing.toString(), FailureCategory.BAD_MODEL,
                "must have a graph, model.onnx or onnx/model.onnx");
        assertRefused(folder.resolve("nowhere").toString(), FailureCategory.NOT_FOUND,
                "A verifier is \"bundled\", a folder of this machine, or owner/name on the Hugging Face hub");
        assertRefused(Files.writeString(folder.resolve("a.onnx"), "").toString(), FailureCategory.NOT_FOUND,
                "A verifier must be a folder");
        DreamCacher.open(options()).close();
    }

    private void assertRefused(String verifier, FailureCategory category, String sentence) {
        assertThatThrownBy(() -> open(verifier))
                .isInstanceOfSatisfying(DreamCacherException.class, e -> assertThat(e.category()).isEqualTo(category))
                .hasMessageContaining(sentence);
    }
}
