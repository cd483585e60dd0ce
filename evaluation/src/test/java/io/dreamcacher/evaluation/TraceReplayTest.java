package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.evaluation.TraceReplay.Answered;
import io.dreamcacher.evaluation.TraceReplay.Choice;
import io.dreamcacher.evaluation.TraceReplay.Counts;
import io.dreamcacher.evaluation.TraceReplay.Neighbour;
import io.dreamcacher.evaluation.TraceReplay.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prompts say a colour and have an angle, which is their vector. */
class TraceReplayTest {
    private final TraceReplay replay = new TraceReplay(TraceReplayTest::vector);

    private static ScenePrompt prompt(String colour, int degrees) {
        return new ScenePrompt(colour + " " + degrees, Map.of("colour", colour), "heldout", "", "", "",
                Set.of("colour"));
    }

    private static Embedding vector(String prompt) {
        double angle = Math.toRadians(Integer.parseInt(prompt.split(" ", 2)[1]));
        return Embedding.ofVector(new float[]{(float) Math.cos(angle), (float) Math.sin(angle)});
    }

    private static RequestTrace trace(ScenePrompt... prompts) {
        return new RequestTrace(
                Stream.of(prompts).map(prompt -> new RequestTrace.Request(0, prompt, 0)).toList());
    }

    /** 0 is made, 0 again, 5 is near and right, 8 near and wrong, 40 far, 45 near that. */
    private final RequestTrace mixed = trace(prompt("red", 0), prompt("Red", 0), prompt("red", 5), prompt("blue", 8),
            prompt("blue", 40), prompt("blue", 45));

    @Test
    void run_threshold_countsEachOutcome() {
        List<Answered> answers = replay.run(mixed, TraceReplay.threshold(0.98));
        Counts counts = Counts.of(answers);

        assertThat(answers).extracting(Answered::outcome)
                .containsExactly(Outcome.GENERATED, Outcome.EXACT, Outcome.SIMILAR, Outcome.SIMILAR,
                        Outcome.GENERATED, Outcome.SIMILAR);
        assertThat(counts.wrong().count()).isEqualTo(1);
        assertThat(counts.wrongOfSimilar().all()).isEqualTo(3);
        assertThat(counts.saved()).isCloseTo(4.0 / 6, within(1e-12));
    }

    @Test
    void run_thresholdNobodyReaches_answersExactRepeatsOnly() {
        Counts counts = Counts.of(replay.run(mixed, TraceReplay.threshold(2)));

        assertThat(counts.count(Outcome.EXACT)).isEqualTo(1);
        assertThat(counts.count(Outcome.GENERATED)).isEqualTo(5);
        assertThat(counts.saved()).isCloseTo(1.0 / 6, within(1e-12));
    }

    @Test
    void run_refined_savesItsShareAndIsRememberedAsSuch() {
        List<Neighbour> told = new ArrayList<>();
        Counts counts = Counts.of(replay.run(trace(prompt("red", 0), prompt("red", 5), prompt("red", 6)),
                new TraceReplay.Policy() {
                    @Override
                    public int k() {
                        return 2;
                    }

                    @Override
                    public Choice choose(String asked, List<Neighbour> nearest) {
                        told.addAll(nearest);
                        return nearest.isEmpty() ? new Choice.Make() : new Choice.Begin(nearest.size() - 1, 0.25);
                    }
                }));

        assertThat(counts.saved()).isCloseTo(0.5 / 3, within(1e-12));
        assertThat(counts.count(Outcome.REFINED)).isEqualTo(2);
        assertThat(counts.wrong().count()).isZero();
        assertThat(told).extracting(Neighbour::prompt).containsExactly("red 0", "red 5", "red 0");
        assertThat(told).extracting(Neighbour::refined).containsExactly(false, true, false);
    }

    @Test
    void tuned_isTheLeastThresholdThatGivesNoMoreWrongOnes() {
        double none = replay.tuned(mixed, 0);

        assertThat(none).isBetween(Math.cos(Math.toRadians(8)), Math.cos(Math.toRadians(5)));
        assertThat(Counts.of(replay.run(mixed, TraceReplay.threshold(none))).wrong().count()).isZero();
        assertThat(Counts.of(replay.run(mixed, TraceReplay.threshold(none - 0.0001))).wrong().count()).isPositive();
    }
}
