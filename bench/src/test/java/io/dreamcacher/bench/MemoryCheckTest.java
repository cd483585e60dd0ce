package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.generation.GenerationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryCheckTest {
    private static final String PROMPT = "a red boat";
    private static final GenerationId UNKNOWN = new GenerationId("a".repeat(20));

    @TempDir
    private static Path cache;

    @TempDir
    private Path data;

    private DreamCacher dreams;
    private GenerationId id;

    @BeforeEach
    void remember() {
        dreams = DreamCacher.open(MemoryOptions.at(data).withCacheFolder(cache));
        id = dreams.answer(PROMPT).images().getFirst().id().orElseThrow();
    }

    @AfterEach
    void close() {
        dreams.close();
    }

    @Test
    void check_wholeMemory_findsNothingBroken() throws IOException {
        MemoryCheck check = new MemoryCheck(dreams);
        check.everythingAgrees();
        check.remembers(new Acknowledgement(1, "GENERATED", id), PROMPT);
        check.findsByImage(id);
        check.isWhole(id, StorePhase.INDEX_VISIBLE);
        check.isWhole(UNKNOWN, StorePhase.IMAGE_TEMPORARY);
        assertThat(check.violations()).isEmpty();
    }

    @Test
    void check_everythingThatCanBreak_saysSo() throws IOException {
        MemoryCheck lost = new MemoryCheck(dreams);
        lost.remembers(new Acknowledgement(1, "GENERATED", UNKNOWN), PROMPT);
        lost.isWhole(UNKNOWN, StorePhase.CATALOGUE_COMMITTED);
        lost.isWhole(UNKNOWN, StorePhase.IMAGE_DURABLE);
        lost.isWhole(id, StorePhase.IMAGE_TEMPORARY);
        assertThat(lost.violations()).hasSize(4).allSatisfy(one -> assertThat(one).contains("must"));

        Files.writeString(data.resolve("images").resolve(id + ".1.tmp"), "half");
        assertThat(disagreements()).anySatisfy(one -> assertThat(one).contains("files and rows", ".1.tmp"));
        Files.delete(data.resolve("images").resolve(id + ".1.tmp"));

        Files.delete(data.resolve("images/public").resolve(id.value().substring(0, 2)).resolve(id + ".png"));
        assertThat(disagreements()).anySatisfy(
                one -> assertThat(one).isEqualTo("%s is listed and must have a picture, found none".formatted(id)));
    }

    private Iterable<String> disagreements() throws IOException {
        MemoryCheck check = new MemoryCheck(dreams);
        check.everythingAgrees();
        return check.violations();
    }
}
