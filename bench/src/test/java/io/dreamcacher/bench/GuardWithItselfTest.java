package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.evaluation.PairRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Every prompt that is in the project, compared with itself. */
class GuardWithItselfTest {
    private static final Path TREEBANK = Path.of("..", "language", "training", "prompts.conll.gz");

    @Test
    void findings_ofPromptsPeopleWrote_areNone() throws IOException {
        List<String> prompts;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(TREEBANK)), StandardCharsets.UTF_8))) {
            prompts = lines.lines().filter(line -> line.startsWith("# ")).map(line -> line.substring(2)).toList();
        }

        assertThat(prompts).hasSizeGreaterThan(9000);
        assertThat(prompts.stream().flatMap(prompt -> GuardWithItself.findings(prompt).stream())).isEmpty();
    }

    @Test
    void findings_ofPromptsThatComeWithTheProgram_areNone() throws IOException {
        Stream<String> ownRows = Files.readAllLines(Path.of("..", "models", "postcards", "prompts.csv"))
                .stream()
                .limit(3000);

        assertThat(Stream.concat(ownRows, PairRules.ordinaryPrompts().stream())
                .flatMap(prompt -> GuardWithItself.findings(prompt).stream())).isEmpty();
    }
}
