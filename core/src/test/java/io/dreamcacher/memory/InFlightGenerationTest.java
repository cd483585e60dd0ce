package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.memory.InFlightGeneration.Waiter;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class InFlightGenerationTest {
    private static final BufferedImage PREVIEW = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

    private final List<String> heard = new ArrayList<>();
    private final List<String> order = new ArrayList<>();

    private InFlightGeneration generation(Function<GenerationProgress, ImageAnswer> work) {
        return new InFlightGeneration(work, ended -> order.add("ended"));
    }

    private Waiter waiter(String name, int image) {
        return new Waiter(image, new AnswerListener() {
            @Override
            public void queued(int position, Duration estimate) {
                heard.add("%s queued %d %ds".formatted(name, position, estimate.toSeconds()));
            }

            @Override
            public void step(int index, int step, int steps) {
                heard.add("%s image %d step %d/%d".formatted(name, index, step, steps));
            }

            @Override
            public boolean wantsPreview(int step, int steps) {
                return step == 2;
            }

            @Override
            public void preview(int index, int step, int steps, BufferedImage pixels) {
                heard.add("%s image %d preview %d".formatted(name, index, step));
            }
        });
    }

    /** Whatever it is told, it fails. */
    private static Waiter broken() {
        return new Waiter(0, new AnswerListener() {
            @Override
            public void queued(int position, Duration estimate) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void step(int index, int step, int steps) {
                throw new IllegalStateException("broken");
            }

            @Override
            public boolean wantsPreview(int step, int steps) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void preview(int index, int step, int steps, BufferedImage pixels) {
                throw new IllegalStateException("broken");
            }
        });
    }

    private static ImageAnswer answer() {
        Recipe recipe = new Recipe(new RequestIdentity("a".repeat(64), "b".repeat(64)),
                new Recipe.Words("a boat", false),
                new ModelIdentity(ModelRef.of("m"), Fingerprint.ofText("m")),
                GenerationSettings.of(new ImageSize(8, 8)),
                OptionalLong.of(5), false);
        return new ImageAnswer(new ImageAnswer.Image.Remembered(new GenerationId("ab234567abcdefghijkl")),
                new Outcome.Generated(), recipe, Instant.EPOCH, new ImageAnswer.Time(Duration.ZERO, Duration.ZERO),
                OptionalInt.empty(),
                "new");
    }

    private static DreamCacherException failureOf(CompletableFuture<ImageAnswer> result) {
        assertThat(result).isCompletedExceptionally();
        return (DreamCacherException) result.exceptionNow();
    }

    @Test
    void run_everyWaiter_hearsOfItsOwnImageAndGetsTheAnswer() {
        ImageAnswer answer = answer();
        InFlightGeneration generation = generation(progress -> {
            progress.step(1, 3);
            assertThat(progress.wantsPreview(1, 3)).isFalse();
            assertThat(progress.wantsPreview(2, 3)).isTrue();
            progress.preview(2, 3, PREVIEW);
            return answer;
        });
        assertThat(generation.join(waiter("a", 0), true)).isTrue();
        assertThat(generation.join(waiter("b", 4), false)).isTrue();
        CompletableFuture<ImageAnswer> first = generation.result();
        CompletableFuture<ImageAnswer> second = generation.result();
        CompletableFuture<Void> told = first.thenRun(() -> order.add("told"));

        generation.run();

        assertThat(told).isCompleted();
        assertThat(first).isCompletedWithValue(answer);
        assertThat(second).isCompletedWithValue(answer);
        assertThat(order).as("the key is free before anybody learns of the result").containsExactly("ended", "told");
        assertThat(heard).containsExactly("a image 0 step 1/3", "b image 4 step 1/3", "a image 0 preview 2",
                "b image 4 preview 2");
    }

    @Test
    void join_afterItsResult_isRefused() {
        InFlightGeneration generation = generation(progress -> answer());
        generation.join(waiter("a", 0), true);
        generation.run();

        assertThat(generation.join(waiter("late", 0), false)).isFalse();
        assertThat(generation.join(waiter("late", 0), true)).isFalse();
    }

    @Test
    void join_afterEverybodyLeft_isRefusedThoughItStillRuns() {
        InFlightGeneration generation = generation(progress -> answer());
        Waiter only = waiter("a", 0);
        generation.join(only, true);
        generation.leave(only);

        assertThat(generation.join(waiter("late", 0), false)).isFalse();
        assertThat(generation.abandoned()).isTrue();
    }

    @Test
    void join_whileItWaits_hearsItsPlaceAtOnce() {
        InFlightGeneration generation = generation(progress -> answer());
        generation.join(waiter("a", 0), true);
        generation.waiting(3, Duration.ofSeconds(12));
        generation.waiting(2, Duration.ofSeconds(8));

        generation.join(waiter("b", 0), false);

        assertThat(heard).containsExactly("a queued 3 12s", "a queued 2 8s", "b queued 2 8s");
    }

    @Test
    void leave_oneOfTwo_goesOnForTheOther() {
        Waiter leaving = waiter("a", 0);
        InFlightGeneration generation = generation(progress -> {
            progress.step(1, 1);
            assertThat(progress.cancelled()).isFalse();
            return answer();
        });
        generation.join(leaving, true);
        generation.join(waiter("b", 0), false);

        assertThat(generation.leave(leaving)).isFalse();
        assertThat(generation.leave(leaving)).as("leaving twice takes nobody else along").isFalse();
        generation.run();

        assertThat(heard).containsExactly("b image 0 step 1/1");
        assertThat(generation.result()).isCompleted();
    }

    @Test
    void leave_theLastOneWhileItRuns_stopsIt() {
        Waiter only = waiter("a", 0);
        List<Boolean> cancelled = new ArrayList<>();
        List<InFlightGeneration> self = new ArrayList<>();
        InFlightGeneration generation = generation(progress -> {
            cancelled.add(progress.cancelled());
            assertThat(self.getFirst().leave(only)).isTrue();
            cancelled.add(progress.cancelled());
            throw InFlightGeneration.cancelled();
        });
        self.add(generation);
        generation.join(only, true);

        generation.run();

        assertThat(cancelled).containsExactly(false, true);
        assertThat(failureOf(generation.result()).category()).isEqualTo(FailureCategory.CANCELLED);
    }

    @Test
    void run_whenEverybodyLeftBefore_makesNothing() {
        Waiter only = waiter("a", 0);
        InFlightGeneration generation = generation(progress -> {
            throw new AssertionError("nobody waits");
        });
        generation.join(only, true);
        generation.leave(only);

        generation.run();

        assertThat(failureOf(generation.result())).hasMessage("The request was cancelled before its picture was done.");
        assertThat(order).containsExactly("ended");
    }

    @Test
    void stop_whileSomebodyWaits_cancelsTheWork() {
        List<InFlightGeneration> self = new ArrayList<>();
        InFlightGeneration generation = generation(progress -> {
            self.getFirst().stop();
            assertThat(progress.cancelled()).isTrue();
            throw InFlightGeneration.cancelled();
        });
        self.add(generation);
        generation.join(waiter("a", 0), true);

        generation.run();

        assertThat(failureOf(generation.result()).category()).isEqualTo(FailureCategory.CANCELLED);
    }

    @Test
    void result_ofOneWhoGaveUp_disturbsNobodyElse() {
        InFlightGeneration generation = generation(progress -> answer());
        generation.join(waiter("a", 0), true);
        CompletableFuture<ImageAnswer> impatient = generation.result();
        impatient.completeExceptionally(InFlightGeneration.cancelled());

        generation.run();

        assertThat(generation.result()).isCompleted();
        assertThatThrownBy(impatient::join).hasCauseInstanceOf(DreamCacherException.class);
    }

    @Test
    void run_workThatFails_failsForEverybodyWithItsReason() {
        for (Throwable failure : List.of(new DreamCacherException(FailureCategory.EXHAUSTED, "No room left."),
                new IllegalStateException("a defect"), new OutOfMemoryError("heap"))) {
            InFlightGeneration generation = generation(progress -> {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            });
            generation.join(waiter("a", 0), true);
            generation.join(waiter("b", 0), false);

            generation.run();

            assertThatThrownBy(generation.result()::join).hasCause(failure);
            assertThat(generation.join(waiter("late", 0), false)).isFalse();
        }
    }

    @Test
    void refused_isTheReasonOfEverybody() {
        InFlightGeneration generation = generation(progress -> answer());
        generation.join(waiter("a", 0), true);

        generation.refused(DreamCacherException.busy("The line is full.", Duration.ofSeconds(3)));

        assertThat(failureOf(generation.result()).retryAfter()).contains(Duration.ofSeconds(3));
    }

    @Test
    void run_listenerThatThrows_isNoFailureOfTheOthersNorOfTheImage() {
        InFlightGeneration generation = generation(progress -> {
            progress.step(1, 2);
            assertThat(progress.wantsPreview(2, 2)).isTrue();
            progress.preview(2, 2, PREVIEW);
            return answer();
        });
        generation.join(broken(), true);
        generation.join(waiter("b", 1), false);

        generation.waiting(0, Duration.ofSeconds(1));
        generation.run();

        assertThat(heard).containsExactly("b queued 0 1s", "b image 1 step 1/2", "b image 1 preview 2");
        assertThat(generation.result()).isCompleted();
    }

    @Test
    void join_listenerThatThrows_hasJoinedAndMayLeave() {
        InFlightGeneration generation = generation(progress -> answer());
        generation.join(waiter("a", 0), true);
        generation.waiting(1, Duration.ofSeconds(1));
        Waiter broken = broken();

        assertThat(generation.join(broken, false)).isTrue();
        assertThat(generation.leave(broken)).isFalse();
    }
}
