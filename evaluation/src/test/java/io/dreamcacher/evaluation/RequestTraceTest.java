package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.datasets.ScenePrompts;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTraceTest {
    private static final List<ScenePrompt> ROWS = ScenePrompts
            .read(Path.of("..", "models", "postcards", "prompts.csv"))
            .stream()
            .filter(row -> row.split().equals("heldout"))
            .toList();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void edited_ofTheBundledPrompts_isLikeRealTraffic(long seed) {
        RequestTrace.Shape shape = RequestTrace.edited(ROWS, RequestTrace.Parameters.USUAL, seed).shape();

        assertThat(shape.median()).isBetween(4, 5);
        assertThat(shape.repeats().value()).isCloseTo(0.25, within(0.03));
        assertThat(shape.changed()).isBetween(2, 4);
    }

    @Test
    void edited_allChanges_areOneToFiveWords() {
        RequestTrace trace = RequestTrace.edited(ROWS, RequestTrace.Parameters.USUAL, 1);

        assertThat(trace.requests()).hasSize(10_000)
                .allMatch(request -> request.changed() >= 0 && request.changed() <= 5);
    }

    @Test
    void edited_firstPrompts_followZipfsLaw() {
        Map<String, Integer> begun = new HashMap<>();
        RequestTrace.Parameters many = RequestTrace.Parameters.USUAL.withRequests(100_000);
        for (RequestTrace.Request request : RequestTrace.ofRows(ROWS, many, 4).requests()) {
            begun.merge(ScenePairs.family(request.prompt()), 1, Integer::sum);
        }
        List<Integer> counts = begun.values().stream().sorted(Comparator.reverseOrder()).toList();

        double slope = Math.log((double) counts.get(0) / counts.get(31)) / Math.log(32);
        assertThat(slope).isCloseTo(1, within(0.1));
    }

    @Test
    void edited_sameSeed_isTheSameTrace() {
        RequestTrace.Parameters few = RequestTrace.Parameters.USUAL.withRequests(500);

        assertThat(RequestTrace.edited(ROWS, few, 7)).isEqualTo(RequestTrace.edited(ROWS, few, 7))
                .isNotEqualTo(RequestTrace.edited(ROWS, few, 8));
    }

    @Test
    void edited_sessions_comeInterleaved() {
        List<RequestTrace.Request> requests = RequestTrace.edited(ROWS, RequestTrace.Parameters.USUAL, 1).requests();
        long turns = 0;
        for (int i = 1; i < requests.size(); i++) {
            turns += requests.get(i).session() == requests.get(i - 1).session() ? 0 : 1;
        }

        assertThat((double) turns / requests.size()).isGreaterThan(0.9);
    }

    @ParameterizedTest
    @CsvSource({"a red boat, a red boat, 0", "a red boat, A Red Boat, 0", "a red boat, a blue boat, 1",
            "a red boat, a boat, 1", "'a boat, 8k', 'a boat, highly detailed', 2", "a boat, boat a, 2"})
    void wordsChanged_countsInsertionsDeletionsAndExchanges(String one, String other, int words) {
        assertThat(RequestTrace.wordsChanged(one, other)).isEqualTo(words);
    }

    @Test
    void parameters_thatGiveNoTrace_areRefused() {
        assertThatThrownBy(() -> new RequestTrace.Parameters(10, 1, 0, 0.1, 5, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a trace must have requests, users and sessions that end, found 10, 3 and a chance of 0.0 to end");
    }
}
