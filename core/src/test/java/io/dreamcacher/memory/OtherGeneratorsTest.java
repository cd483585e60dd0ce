package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.testkit.generator.RemoteGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Generators that are unlike those of this process. */
class OtherGeneratorsTest {
    private static final String FORBIDDEN = "a %s boat".formatted(RemoteGenerator.FORBIDDEN);

    private final RemoteGenerator remote = new RemoteGenerator("remote", 4, MediaType.PNG);
    private final MemoryFixture fixture = new MemoryFixture(remote);

    @AfterEach
    void close() {
        fixture.close();
    }

    private static GenerationRequest request(String prompt) {
        return GenerationRequest.of(prompt, "remote", RemoteGenerator.DEFAULTS);
    }

    @Test
    void answer_withoutSeedsAndSteps_hasNoneAndIsExactTheSecondTime() {
        ImageAnswer first = fixture.askOne(request("a boat"));
        ImageAnswer second = fixture.askOne(request("a boat"));

        assertThat(second.outcome()).isEqualTo(new Outcome.Exact());
        assertThat(second.id()).isEqualTo(first.id());
        Recipe recipe = second.recipe();
        assertThat(recipe.seed()).isEmpty();
        assertThat(recipe.settings()).isEqualTo(RemoteGenerator.DEFAULTS);
        assertThat(recipe.words()).isEqualTo(
                new Recipe.Words("a boat", false, Optional.of(RemoteGenerator.revised("a boat"))));
        assertThat(fixture.memory.image(TESTER, first.id().orElseThrow()).orElseThrow().type())
                .isEqualTo(MediaType.PNG);
    }

    /** A cached image rescaled to another size is a wrong answer, and so is one that never had the size. */
    @Test
    void answer_imageOfAnotherSize_isRememberedAsWhatItIs() {
        ImageSize wide = new ImageSize(128, 64);
        remote.giveOnly(wide);
        ImageAnswer first = fixture.askOne(request("a boat"));

        assertThat(first.recipe().settings().size()).isEqualTo(wide);
        assertThat(first.reason()).contains("gave 128x64 instead of the 64x64");
        assertThat(fixture.askOne(request("a boat")).outcome()).isEqualTo(new Outcome.Generated());
        assertThat(fixture.askOne(GenerationRequest.of("a boat", "remote", RemoteGenerator.DEFAULTS.withSize(wide))))
                .satisfies(same -> assertThat(same.outcome()).isEqualTo(new Outcome.Exact()))
                .satisfies(same -> assertThat(same.recipe().settings().size()).isEqualTo(wide));
    }

    /** Images of one request come in any order, and the second must not be answered by the third. */
    @RepeatedTest(20)
    void answer_severalImages_areDistinct() {
        List<ImageAnswer> images = fixture.ask(request("a boat").withCount(3)).images();
        assertThat(images.stream().map(ImageAnswer::id)).doesNotHaveDuplicates().hasSize(3);
        assertThat(fixture.ask(request("a boat").withCount(3)).images())
                .allSatisfy(image -> assertThat(image.outcome()).isEqualTo(new Outcome.Exact()));
    }

    @Test
    void answer_seedAskedOfOneWithoutSeeds_isABadRequest() {
        assertThatThrownBy(() -> fixture.ask(request("a boat").withSeed(new SeedIntent.Fixed(1))))
                .hasMessageContaining("no use for a seed");
    }

    @Test
    void answer_refused_isTheReasonAndRemembersNothing() {
        for (MemoryUse use : MemoryUse.values()) {
            assertRefused(() -> fixture.ask(request(FORBIDDEN).withMemory(use)));
        }
        assertThat(remote.asked()).as("asked again each time").isEqualTo(3);
        assertThat(fixture.memory.newest(TESTER, 9)).isEmpty();
        assertThat(fixture.memory.stats(TESTER).totals().prompts()).isZero();
        assertThat(fixture.images.pending()).isEmpty();
    }

    @Test
    void answer_manyWaitForARefusal_allGetIt() throws InterruptedException {
        remote.hold();
        CountDownLatch joined = new CountDownLatch(20);
        List<Future<Answer>> waiting = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                waiting.add(threads.submit(() -> fixture.memory.answer(TESTER, request(FORBIDDEN),
                        toldOnce(joined), new Cancellation())));
            }
            assertThat(joined.await(20, TimeUnit.SECONDS)).isTrue();
            remote.release();
            for (Future<Answer> one : waiting) {
                assertThatThrownBy(one::get).isInstanceOf(ExecutionException.class)
                        .cause()
                        .isInstanceOfSatisfying(DreamCacherException.class,
                                e -> assertThat(e.category()).isEqualTo(FailureCategory.REFUSED))
                        .hasMessageContaining(RemoteGenerator.REASON);
            }
        }
        assertThat(remote.asked()).isEqualTo(1);
    }

    /** Whoever waits is told where the generation stands. */
    private static AnswerListener toldOnce(CountDownLatch joined) {
        AtomicBoolean told = new AtomicBoolean();
        return new AnswerListener() {
            @Override
            public void queued(int position, Duration estimate) {
                if (told.compareAndSet(false, true)) {
                    joined.countDown();
                }
            }
        };
    }

    @Test
    void answer_fourRequestsToOneThatTakesFour_runAtOnce() throws InterruptedException, ExecutionException {
        remote.workTogether(4);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = new ArrayList<>();
            for (String prompt : List.of("a boat", "a cat", "a hill", "a moon")) {
                answers.add(threads.submit(() -> fixture.ask(request(prompt))));
            }
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().images()).hasSize(1);
            }
        }
    }

    @Test
    void answer_oneRequestForFour_isMadeAtOnceInItsOrder() {
        remote.workTogether(4);
        assertThat(fixture.ask(request("a boat").withCount(4)).images()).hasSize(4);
        assertThat(fixture.ask(request("a cat").withCount(4).withMemory(MemoryUse.NONE)).images()).hasSize(4);
    }

    @Test
    void answer_oneOfSeveralFails_isItsFailure() {
        remote.workTogether(2);
        assertRefused(() -> fixture.ask(request(FORBIDDEN).withCount(2)));
    }

    @Test
    void answer_somewhereElse_waitsForNobodyHere() throws InterruptedException, ExecutionException {
        fixture.generator.hold();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> held = threads.submit(() -> fixture.ask(MemoryFixture.request("a boat")));
            fixture.generator.awaitStarted(1);

            assertThat(fixture.ask(request("a boat")).images()).hasSize(1);

            assertThat(held.isDone()).isFalse();
            fixture.generator.release();
            assertThat(held.get().images()).hasSize(1);
        }
    }

    @Test
    void capabilities_ofOneWithoutAny_refuseWhatItHasNoUseFor() {
        GeneratorCapabilities capabilities = remote.description().capabilities();
        assertThat(capabilities.price()).isPresent();
        assertThatThrownBy(() -> fixture.ask(GenerationRequest.of("a boat", "remote",
                RemoteGenerator.DEFAULTS.withSteps(3)))).hasMessageContaining("no use for steps");
    }

    private static void assertRefused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.REFUSED))
                .hasMessage("The model refuses this request by its policy: %s. Ask for something else."
                        .formatted(RemoteGenerator.REASON));
    }
}
