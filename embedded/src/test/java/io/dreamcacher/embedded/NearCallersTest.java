package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.ImageAnswer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many callers at once in near-identical words, before the gate and the model of a fresh install. */
final class NearCallersTest {
    private static final int CALLERS = 1_000;
    private static final List<List<String>> PROMPTS = List.of(List.of("a red sailboat at sea", "at sunset"),
            List.of("two automobiles", "a rainy day"), List.of("a white lighthouse", "in the snow"),
            List.of("three emerald cats", "at daybreak"), List.of("a blue house", "in a meadow at night"),
            List.of("a small white dog", "at sundown"), List.of("two purple houses", "in the snow"),
            List.of("a pink rocket ship", "in space"), List.of("an orange balloon", "under a rainbow"),
            List.of("a huge orange fish", "at the lake"));

    @TempDir
    Path folder;

    private static String wording(int caller) {
        List<String> phrases = PROMPTS.get(caller % PROMPTS.size());
        String plain = String.join(", ", phrases);
        return switch (caller / PROMPTS.size() % 6) {
            case 0 -> plain;
            case 1 -> plain.toUpperCase(Locale.ROOT);
            case 2 -> plain.replace(",", " ,") + "!";
            case 3 -> plain + ", highly detailed, 8k";
            case 4 -> String.join(", ", phrases.reversed());
            default -> String.join(",", phrases.reversed()) + ", trending on artstation";
        };
    }

    @Test
    @Timeout(300)
    void answer_thousandCallersAtOnce_makesOneImageOfEachPrompt() throws Exception {
        try (DreamCacher dreams = DreamCacher.open(MemoryOptions.at(folder))) {
            CyclicBarrier together = new CyclicBarrier(CALLERS);
            List<Future<ImageAnswer>> answers = new ArrayList<>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < CALLERS; i++) {
                    int caller = i;
                    answers.add(threads.submit(() -> {
                        together.await();
                        return dreams.memory()
                                .answer(Access.in(Scope.PUBLIC, new Caller("caller" + caller)),
                                        dreams.request(wording(caller)), AnswerListener.NONE, new Cancellation())
                                .images()
                                .getFirst();
                    }));
                }
            }

            Set<GenerationId> made = new HashSet<>();
            Set<GenerationId> turnedDown = new HashSet<>();
            for (Future<ImageAnswer> answer : answers) {
                GenerationId id = answer.get().id().orElseThrow();
                made.add(id);
                if (answer.get().reason().startsWith("The remembered picture does not show it")) {
                    turnedDown.add(id); // a follower of an image that came out badly
                }
            }
            assertThat(made).hasSize(PROMPTS.size() + turnedDown.size());
            assertThat(turnedDown).hasSizeLessThan(3);
        }
    }
}
