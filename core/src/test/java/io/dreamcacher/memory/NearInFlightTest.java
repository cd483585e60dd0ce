package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests that come in other words while their image is being made. */
@Timeout(60)
final class NearInFlightTest {
    private static final String BOAT = "a red sailing boat, on the sea at sunset";
    private static final String SAME_BOAT = "On the sea at sunset, a red sailing boat, highly detailed, 8k";
    private static final List<List<String>> THINGS = List.of(List.of("a red boat", "on calm waves"),
            List.of("one black cat", "inside that box"), List.of("green hills", "after heavy rain"),
            List.of("some old tower", "near her village"), List.of("grey wolves", "running through snow"),
            List.of("my blue vase", "made from glass"), List.of("white horses", "in lush grass"),
            List.of("this brown owl", "at night"), List.of("the yellow tram", "crossing town"),
            List.of("pink roses", "with tiny drops"));
    private static final Executor THREADS = Thread::startVirtualThread;

    private final MemoryFixture fixture = new MemoryFixture(16);

    @AfterEach
    void close() {
        fixture.generator.release();
        fixture.close();
    }

    /** What nobody could tell apart: case, punctuation, what asks for quality, the order of phrases. */
    private static String wording(int caller) {
        List<String> phrases = THINGS.get(caller % THINGS.size());
        String plain = String.join(", ", phrases);
        return switch (caller / THINGS.size() % 6) {
            case 0 -> plain;
            case 1 -> plain.toUpperCase(Locale.ROOT);
            case 2 -> plain + ".";
            case 3 -> plain + ", 8k";
            case 4 -> String.join(", ", phrases.reversed());
            default -> String.join(",", phrases.reversed()) + ", 8K";
        };
    }

    @RepeatedTest(3)
    void answer_thousandCallersAtOnce_makesOneImageOfEachPrompt() throws Exception {
        fixture.gate = candidate -> candidate.promptSimilarity() < 0.6
                ? new Gate.Decision.Miss(candidate.promptSimilarity(), 0.6, "Other words.")
                : new Gate.Decision.Return(candidate.promptSimilarity(), 0.6, "Most words.");
        CyclicBarrier together = new CyclicBarrier(1_000);
        List<Future<ImageAnswer>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 1_000; caller++) {
                int number = caller;
                answers.add(threads.submit(() -> {
                    together.await();
                    return fixture.memory
                            .answer(Access.in(Scope.PUBLIC, new Caller("caller" + number)), request(wording(number)),
                                    AnswerListener.NONE, new Cancellation())
                            .images()
                            .getFirst();
                }));
            }
        }

        assertThat(fixture.generator.started()).isEqualTo(THINGS.size());
        for (int caller = 0; caller < 1_000; caller++) {
            assertThat(answers.get(caller).get().recipe().prompt())
                    .containsIgnoringCase(THINGS.get(caller % 10).getFirst());
        }
    }

    private CompletableFuture<ImageAnswer> asked(GenerationRequest request, Cancellation cancellation) {
        return CompletableFuture.supplyAsync(
                () -> fixture.memory.answer(TESTER, request, AnswerListener.NONE, cancellation).images().getFirst(),
                THREADS);
    }

    /** The request, once it waits for the generation in flight. */
    private CompletableFuture<ImageAnswer> following(GenerationRequest request) {
        CompletableFuture<Void> waits = new CompletableFuture<>();
        CompletableFuture<ImageAnswer> answer = CompletableFuture.supplyAsync(
                () -> fixture.memory.answer(TESTER, request, new AnswerListener() {
                    @Override
                    public void queued(int position, Duration estimate) {
                        waits.complete(null);
                    }
                }, new Cancellation()).images().getFirst(), THREADS);
        waits.join();
        return answer;
    }

    @Test
    void answer_nearInFlight_waitsAndIsJudgedWithTheImage() {
        fixture.generator.hold();
        CompletableFuture<ImageAnswer> leader = asked(request(BOAT), new Cancellation());
        fixture.generator.awaitStarted(1);
        CompletableFuture<ImageAnswer> follower = following(request(SAME_BOAT));
        fixture.generator.release();

        assertThat(follower.join().outcome()).isInstanceOf(Outcome.Similar.class);
        assertThat(follower.join().id()).isEqualTo(leader.join().id());
        assertThat(follower.join().reason()).isEqualTo("Near enough.");
        assertThat(fixture.generator.started()).isEqualTo(1);
    }

    @Test
    void answer_leaderCancelled_isMadeForTheFollower() {
        fixture.generator.hold();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<ImageAnswer> leader = asked(request(BOAT), cancellation);
        fixture.generator.awaitStarted(1);
        CompletableFuture<ImageAnswer> follower = following(request(SAME_BOAT));
        cancellation.cancel();
        assertThat(leader.handle((image, failure) -> failure).join()).hasMessageContaining("cancelled");
        fixture.generator.release();

        assertThat(follower.join().outcome()).isInstanceOf(Outcome.Similar.class);
        assertThat(fixture.generator.started()).isEqualTo(1);
    }

    @Test
    void answer_imageTurnedDown_makesItsOwn() {
        fixture.gate = candidate -> candidate.imageSimilarity().orElse(0) == 1
                ? MemoryFixture.nearEnough(candidate)
                : new Gate.Decision.Miss(candidate.promptSimilarity(), 2, "The picture does not show it.");
        fixture.generator.hold();
        CompletableFuture<ImageAnswer> leader = asked(request(BOAT), new Cancellation());
        fixture.generator.awaitStarted(1);
        CompletableFuture<ImageAnswer> follower = following(request(SAME_BOAT));
        fixture.generator.release();

        assertThat(follower.join().outcome()).isEqualTo(new Outcome.Generated());
        assertThat(follower.join().id()).isNotEqualTo(leader.join().id());
        assertThat(follower.join().recipe().prompt()).isEqualTo(SAME_BOAT);
    }

    @Test
    void answer_thatMayNotReuse_followsNobody() {
        GenerationRequest near = request(SAME_BOAT);
        List<GenerationRequest> alone = List.of(near.withSeed(new SeedIntent.Fixed(7)),
                near.withSeed(new SeedIntent.Variation()), near.withMemory(MemoryUse.REMEMBER_ONLY),
                near.withMemory(MemoryUse.NONE),
                near.withMemory(MemoryIntent.of(Reuse.EXACT, ErrorBudget.USUAL)),
                near.withSettings(near.settings().withSteps(7)));
        fixture.generator.hold();
        CompletableFuture<ImageAnswer> leader = asked(request(BOAT), new Cancellation());
        fixture.generator.awaitStarted(1);
        List<CompletableFuture<ImageAnswer>> answers = alone.stream().map(this::following).toList();
        fixture.generator.release();

        assertThat(leader.join().id()).isPresent();
        answers.forEach(answer -> assertThat(answer.join().id()).isNotEqualTo(leader.join().id()));
    }

    @Test
    void answer_inAnotherScope_followsNobody() {
        Access elsewhere = Access.in(new Scope("private"), new Caller("somebody"));
        fixture.generator.hold();
        CompletableFuture<ImageAnswer> secret = CompletableFuture.supplyAsync(() -> fixture.memory
                .answer(elsewhere, request(BOAT), AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst(),
                THREADS);
        fixture.generator.awaitStarted(1);
        CompletableFuture<ImageAnswer> answer = following(request(SAME_BOAT));
        fixture.generator.release();

        assertThat(answer.join().outcome()).isEqualTo(new Outcome.Generated());
        assertThat(secret.join().id()).isNotEqualTo(answer.join().id());
    }

    @Test
    void answer_twoOfEach_areTwoDifferentOnes() {
        fixture.generator.hold();
        CompletableFuture<Answer> leader = CompletableFuture.supplyAsync(
                () -> fixture.ask(request(BOAT).withCount(2)), THREADS);
        fixture.generator.awaitStarted(1);
        CompletableFuture<Answer> follower = CompletableFuture.supplyAsync(
                () -> fixture.ask(request(SAME_BOAT).withCount(2)), THREADS);
        fixture.generator.release();

        assertThat(leader.join().images()).extracting(ImageAnswer::id).doesNotHaveDuplicates();
        assertThat(follower.join().images()).extracting(ImageAnswer::id).doesNotHaveDuplicates();
        assertThat(fixture.generator.started()).isLessThanOrEqualTo(4);
    }
}
