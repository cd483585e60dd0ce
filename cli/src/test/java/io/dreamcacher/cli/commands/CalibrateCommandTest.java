package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Postcards, and few pictures of it. */
class CalibrateCommandTest {
    private static final String ONE = "{\"a\":\"a crimson boat\",\"b\":\"a red boat\",\"label\":\"same\"}\n";

    @TempDir
    private Path folder;

    private void assertRefused(int code, String sentence, String... arguments) {
        List<String> all = new ArrayList<>(List.of("calibrate", "--pictures", folder.resolve("pictures").toString()));
        all.addAll(List.of(arguments));
        CommandRun run = CommandRun.of(folder.resolve("cache"), folder.resolve("data"), all.toArray(String[]::new));

        assertThat(run.err()).contains(sentence);
        assertThat(run.code()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void calibrate_tooFewPairs_keepsTheOldOneAndSaysSo() throws IOException {
        Path old = Files.writeString(folder.resolve("old.json"), "the old one");

        assertRefused(2,
                "A calibration needs 50 right and 50 wrong pairs or more that nothing forbids to reuse, but %s has 1 and 0"
                        .formatted(folder.resolve("pairs.jsonl")),
                "--pairs", file("pairs.jsonl", ONE), "-o", old.toString());

        assertThat(old).hasContent("the old one");
        try (Stream<Path> pictures = Files.walk(folder.resolve("pictures"))) {
            assertThat(pictures.filter(Files::isRegularFile)).as("what was drawn is kept for the next try").hasSize(1);
        }
    }

    @Test
    void calibrate_brokenPairs_namesTheLine() throws IOException {
        assertRefused(2, "line 2", "--pairs", file("pairs.jsonl", ONE + "{\"a\":1}\n"));
    }

    @Test
    void calibrate_pairsAndPrompts_areRefused() throws IOException {
        assertRefused(2, "leave those out", "--pairs", file("pairs.jsonl", ONE), "--self", "3");
    }

    @Test
    void calibrate_noPrompts_isRefused() {
        assertRefused(2, "--self must be 1 or more, but 0 was given", "--self", "0");
    }

    @Test
    void calibrate_missingFile_isNotFound() {
        assertRefused(3, "none.jsonl", "--pairs", folder.resolve("none.jsonl").toString());
    }

    @Test
    void calibrate_plotOfAnotherName_isRefusedBeforeAnythingIsDrawn() {
        assertRefused(2, ".svg", "--svg", folder.resolve("plot.png").toString());
    }
}
