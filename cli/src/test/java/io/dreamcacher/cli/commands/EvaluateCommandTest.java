package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Evidence;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code evaluate}, mostly with decisions that are made up: a stored prompt is the probability, and RETURN from 0.5 on. */
class EvaluateCommandTest {
    private static final String PAIRS = """
            {"a":"one","b":"0.9","label":"same","kind":"swap"}
            {"a":"two","b":"0.8","label":"different","kind":"swap"}

            {"a":"three","b":"0.4","label":"same","kind":"object"}
            {"a":"veto","b":"0.3","label":"different","kind":"object"}
            {"a":"0.1","b":"0.1","label":"different","kind":"object"}
            """;

    @TempDir
    private Path folder;

    private boolean closed;

    private final class MadeUp implements EvaluateCommand.Decisions {
        @Override
        public Explanation explain(String asked, String stored, ErrorBudget budget) {
            double probability = Double.parseDouble(stored);
            double needed = 0.5 - budget.share();
            Gate.Decision decision = probability >= needed
                    ? new Gate.Decision.Return(probability, needed, "likely")
                    : new Gate.Decision.Miss(probability, needed, "unlikely");
            return new Explanation(asked.equals("veto") ? List.of("it says so") : List.of(), probability,
                    OptionalDouble.of(probability), OptionalDouble.of(needed), new Evidence(Map.of()), decision,
                    Optional.empty());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private CommandRun run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        CommandContext context = new CommandContext(
                new Terminal(new PrintStream(out, true, StandardCharsets.UTF_8), errors, false, false, Map.of()),
                MemoryAccesses::open, ModelTools::open, ModelLibrary::usual);
        int code = new CommandLine(new EvaluateCommand(context, options -> new MadeUp()))
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    throw failure;
                })
                .execute(arguments);
        return new CommandRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("pairs.jsonl"), content).toString();
    }

    @Test
    void evaluate_json_countsByRuleAndKind() throws IOException {
        JsonNode root = run(file(PAIRS), "--json").json();
        JsonNode decision = root.path("rules").path(0);

        assertThat(root.path("pairs").asInt()).isEqualTo(5);
        assertThat(root.path("budget").asDouble()).isEqualTo(0.01);
        assertThat(root.path("rules").valueStream().map(rule -> rule.path("name").asString()))
                .containsExactly("decision", "cosine 0.80", "cosine 0.85", "cosine 0.95", "same words");
        assertThat(decision.path("total").path("wrong").path("reused").asInt()).isEqualTo(1);
        assertThat(decision.path("total").path("wrong").path("pairs").asInt()).isEqualTo(3);
        assertThat(decision.path("total").path("wrong").path("upper").asDouble()).isCloseTo(0.9057, within(1e-4));
        assertThat(decision.path("total").path("precision").asDouble()).isEqualTo(0.5);
        assertThat(decision.path("kinds").propertyNames()).containsExactly("object", "swap");
        assertThat(decision.path("kinds").path("object").path("precision").isNull()).isTrue();
        assertThat(root.path("rules").path(4).path("total").path("wrong").path("reused").asInt()).isOne();
        assertThat(root.path("curves").path(0).path("points")).hasSize(5);
        assertThat(closed).isTrue();
    }

    @Test
    void evaluate_forPeople_saysTotalsFirst() throws IOException {
        List<String> lines = run(file(PAIRS)).out().lines().toList();

        assertThat(lines.getFirst()).startsWith("5 pairs of ").endsWith("pairs.jsonl at a budget of 1%");
        assertThat(lines).filteredOn(line -> line.startsWith("all pairs  "))
                .singleElement()
                .asString()
                .contains("1 of 3", "33.33", "1 of 2", "50.00");
        assertThat(lines.stream().map(line -> line.split(" {2,}", 2)[0]))
                .containsSubsequence("kind", "all pairs", "object", "swap", "all pairs by", "decision", "cosine 0.80",
                        "same words");
        assertThat(lines).filteredOn(line -> line.startsWith("by ")).hasSize(2);
    }

    @Test
    void evaluate_budget_reachesTheDecision() throws IOException {
        String pairs = file(PAIRS);

        assertThat(right(run(pairs, "--json"))).isEqualTo(1);
        assertThat(right(run(pairs, "--json", "--budget", "20%"))).isEqualTo(2);
    }

    private static int right(CommandRun run) {
        return run.json().path("rules").path(0).path("total").path("right").path("reused").asInt();
    }

    @Test
    void evaluate_svg_isWrittenBesideTheTable() throws IOException {
        Path plot = folder.resolve("plot.svg");

        CommandRun run = run(file("\ufeff" + PAIRS), "--svg", plot.toString(), "--budget", "0.5%");

        assertThat(run.code()).isZero();
        assertThat(plot).content().startsWith("<svg ").contains("pairs.jsonl at a budget of 0.5%", "swap");
        assertThat(run.out()).contains("all pairs");
    }

    @Test
    void evaluate_brokenLine_isRefusedWithFileAndNumber() throws IOException {
        CommandRun run = CommandRun.of(folder, "evaluate",
                file(PAIRS + "{\"a\":\"x\",\"b\":\"y\",\"label\":\"so\"}\n"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("pairs.jsonl, line 7: label must be \"same\" or \"different\", found \"so\"");
    }

    @Test
    void evaluate_emptyFile_isRefused() throws IOException {
        CommandRun run = CommandRun.of(folder, "evaluate", file(" \n\n"));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("pairs.jsonl holds none").contains("Write one a line");
    }

    @Test
    void evaluate_missingFileOrOneOfOtherBytes_isRefused() throws IOException {
        Path latin = Files.write(folder.resolve("latin.jsonl"), new byte[]{'"', (byte) 0xe9, '"'});

        assertThat(CommandRun.of(folder, "evaluate", "nowhere.jsonl").code()).isEqualTo(3);
        assertThat(CommandRun.of(folder, "evaluate", latin.toString()).err()).contains("must be UTF-8");
        assertThat(CommandRun.of(folder, "evaluate").code()).isEqualTo(2);
    }

    @Test
    void evaluate_flagsOutOfRange_areRefusedBeforeAnythingIsRead() {
        CommandRun budget = CommandRun.of(folder, "evaluate", "nowhere.jsonl", "--budget", "60%");
        CommandRun plot = CommandRun.of(folder, "evaluate", "nowhere.jsonl", "--svg", "plot.png");

        assertThat(budget.code()).isEqualTo(2);
        assertThat(budget.err()).contains("from 0 to 50 %");
        assertThat(plot.code()).isEqualTo(2);
        assertThat(plot.err()).contains("plot.png does not end with .svg");
    }

    /** The bundled model and verifier: the same prompt is answered, another subject is not. */
    @Test
    void evaluate_bundled_tellsSameFromOther() throws IOException {
        JsonNode total = CommandRun.of(folder, "evaluate", file("""
                {"a":"a red boat on the sea","b":"a red boat on the sea","label":"same"}
                {"a":"a red boat on the sea","b":"a blue house in a forest","label":"different"}
                """), "--json").json().path("rules").path(0).path("total");

        assertThat(total.path("right").path("reused").asInt()).isOne();
        assertThat(total.path("wrong").path("reused").asInt()).isZero();
    }
}
