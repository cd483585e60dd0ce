package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.testkit.FakeImageGenerator;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.media.FakeImageFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DreamMemoryTest {
    private static final Access OTHER = Access.in(Scope.PUBLIC, new Caller("other"));
    private static final String BOAT = "a red sailing boat on the sea at sunset";
    private static final String SAME_BOAT = "at sunset on the sea a red sailing boat";

    private final MemoryFixture fixture = new MemoryFixture();
    private final DreamMemory memory = fixture.memory;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void answer_firstTime_isGeneratedAndStoredWithItsRecipe() {
        ImageAnswer answer = fixture.askOne(request(BOAT));

        assertThat(answer.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(answer.sourceId()).isEmpty();
        ImageFile file = memory.image(TESTER, answer.id().orElseThrow()).orElseThrow();
        assertThat(new FakeImageFiles().provenance(file).orElseThrow().recipe())
                .isEqualTo(answer.recipe());
        assertThat(answer.recipe().prompt()).isEqualTo(BOAT);
        assertThat(memory.generation(TESTER, answer.id().orElseThrow()).orElseThrow().createdAt())
                .isEqualTo(answer.createdAt());
    }

    @Test
    void answer_sameRequest_isExactAndEncodesNothing() {
        ImageAnswer first = fixture.askOne(request(BOAT));
        int encoded = fixture.encoder.promptsEncoded();

        ImageAnswer second = fixture.askOne(request(BOAT));

        assertThat(second.outcome()).isEqualTo(new Outcome.Exact());
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.sourceId()).isEqualTo(first.id());
        assertThat(fixture.encoder.promptsEncoded()).isEqualTo(encoded);
        assertThat(fixture.generator.started()).isEqualTo(1);
    }

    @Test
    void answer_nearRequest_isSimilarToTheVeryLastImage() {
        ImageAnswer first = fixture.askOne(request(BOAT));

        ImageAnswer second = fixture.askOne(request(SAME_BOAT));

        assertThat(second.outcome()).isInstanceOf(Outcome.Similar.class);
        assertThat(second.sourceId()).isEqualTo(first.id());
        assertThat(second.reason()).isEqualTo("Near enough.");
    }

    @Test
    void answer_otherWords_isGeneratedWithTheGatesReason() {
        fixture.ask(BOAT);

        ImageAnswer answer = fixture.askOne(request("a black cat in a meadow"));

        assertThat(answer.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(answer.reason()).isEqualTo("Not near enough.");
    }

    @Test
    void answer_anySettingChanged_neverComesFromMemory() {
        fixture.ask(BOAT);
        GenerationRequest plain = request(BOAT);
        var settings = plain.settings();
        List<GenerationRequest> others = List.of(settings.withNegativePrompt("rain"), settings.withSteps(21),
                settings.withGuidanceScale(3.5), settings.withScheduler("ddim"),
                settings.withSize(new ImageSize(128, 64)))
                .stream()
                .map(changed -> GenerationRequest.of(BOAT, MemoryFixture.MODEL, changed))
                .toList();

        for (GenerationRequest other : others) {
            assertThat(fixture.askOne(other).outcome()).as(other.settings().toString())
                    .isEqualTo(new Outcome.Generated());
        }
    }

    @Test
    void answer_nearRequestOfPromptsReadSpecially_isGeneratedAndAnExactRepeatStillFound() {
        List<Conditioning> readings = List.of(Conditioning.NONE.withPromptSyntax(PromptSyntax.WEIGHTED),
                Conditioning.NONE.withLongPrompts(LongPrompts.CHUNKED));
        for (Conditioning reading : readings) {
            GenerationSettings settings = request(BOAT).settings().withConditioning(reading);
            GenerationRequest near = GenerationRequest.of(SAME_BOAT, MemoryFixture.MODEL, settings);
            fixture.ask(GenerationRequest.of(BOAT, MemoryFixture.MODEL, settings));

            ImageAnswer answer = fixture.askOne(near);

            assertThat(answer.outcome()).as(reading.text()).isEqualTo(new Outcome.Generated());
            assertThat(answer.reason()).isEqualTo("Prompts with weights, or read beyond the model's window, mean more "
                    + "than the search model sees, so only an exact repeat is answered from memory.");
            assertThat(fixture.askOne(near).outcome()).isEqualTo(new Outcome.Exact());
        }
    }

    @Test
    void answer_otherScope_neverComesFromMemory() {
        fixture.ask(BOAT);

        ImageAnswer answer = memory
                .answer(Access.in(new Scope("other"), new Caller("tester")), request(BOAT), AnswerListener.NONE,
                        new Cancellation())
                .images()
                .getFirst();

        assertThat(answer.outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_fixedSeeds_areLookedUpOneByOne() {
        fixture.ask(request(BOAT).withSeed(new SeedIntent.Fixed(7)));

        List<ImageAnswer> answers = fixture.ask(request(BOAT).withSeed(new SeedIntent.Fixed(6)).withCount(3))
                .images();

        assertThat(answers).extracting(answer -> answer.recipe().seed().getAsLong()).containsExactly(6L, 7L, 8L);
        assertThat(answers).extracting(answer -> answer.outcome().name())
                .containsExactly("GENERATED", "EXACT",
                        "GENERATED");
    }

    @Test
    void answer_fixedSeed_isNeverSimilar() {
        fixture.ask(BOAT);

        assertThat(fixture.askOne(request(SAME_BOAT).withSeed(new SeedIntent.Fixed(1))).outcome())
                .isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_severalOfAnySeed_areDistinctAndOnlyMissingOnesAreMade() {
        fixture.ask(BOAT);

        List<ImageAnswer> answers = fixture.ask(request(BOAT).withCount(3)).images();

        assertThat(answers).extracting(ImageAnswer::id).doesNotHaveDuplicates().hasSize(3);
        assertThat(answers).extracting(answer -> answer.outcome().name())
                .containsExactly("EXACT", "GENERATED",
                        "GENERATED");
        assertThat(fixture.generator.started()).isEqualTo(3);
    }

    @Test
    void answer_variation_isNothingThisCallerHasSeen() {
        ImageAnswer first = fixture.askOne(request(BOAT));
        GenerationRequest variation = request(SAME_BOAT).withSeed(new SeedIntent.Variation());

        ImageAnswer second = fixture.askOne(variation);
        ImageAnswer third = fixture.askOne(variation);

        assertThat(List.of(first.id(), second.id(), third.id())).doesNotHaveDuplicates();
        assertThat(second.outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_fresh_isNewAndRemembered() {
        fixture.ask(BOAT);

        ImageAnswer fresh = fixture.askOne(request(BOAT).withMemory(MemoryUse.REMEMBER_ONLY));

        assertThat(fresh.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(memory.generation(TESTER, fresh.id().orElseThrow())).isPresent();
    }

    @Test
    void answer_reuse_allowsEachKindAndThoseBeforeIt() {
        fixture.ask(BOAT);
        assertThat(outcome(SAME_BOAT, Reuse.REFINE, 0.01)).isInstanceOf(Outcome.Similar.class);
        assertThat(outcome(SAME_BOAT, Reuse.SIMILAR, 0.01)).isInstanceOf(Outcome.Similar.class);
        assertThat(outcome(SAME_BOAT, Reuse.EXACT, 0.01)).isEqualTo(new Outcome.Generated());
        assertThat(outcome(BOAT, Reuse.EXACT, 0.01)).isEqualTo(new Outcome.Exact());
        assertThat(outcome(BOAT, Reuse.OFF, 0.01)).isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_noBudget_letsOnlyTheSameRequestAnswer() {
        fixture.ask(BOAT);
        assertThat(outcome(BOAT, Reuse.REFINE, 0)).isEqualTo(new Outcome.Exact());
        ImageAnswer near = fixture.askOne(request(SAME_BOAT)
                .withMemory(MemoryIntent.of(Reuse.REFINE, new ErrorBudget(0))));
        assertThat(near.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(near.reason()).contains("Only pictures of this very request may answer");
    }

    private Outcome outcome(String prompt, Reuse reuse, double budget) {
        return fixture.askOne(request(prompt).withMemory(MemoryIntent.of(reuse, new ErrorBudget(budget)))).outcome();
    }

    @Test
    void judge_badThenGood_answersAgainAndIsCountedByItsKind() {
        GenerationId boat = fixture.askOne(request(BOAT)).id().orElseThrow();
        assertThat(fixture.askOne(request(SAME_BOAT)).id()).contains(boat);

        assertThat(memory.judge(TESTER, SAME_BOAT, boat, false)).isTrue();
        assertThat(fixture.askOne(request(SAME_BOAT)).id()).isNotEqualTo(Optional.of(boat));
        assertThat(fixture.askOne(request(BOAT)).id()).as("another prompt").contains(boat);
        assertThat(memory.stats(TESTER).judged())
                .isEqualTo(new Statistics.Judged(new Statistics.Verdicts(0, 0), new Statistics.Verdicts(0, 1),
                        new Statistics.Verdicts(0, 0)));

        memory.judge(TESTER, BOAT, boat, false);
        assertThat(outcome(BOAT, Reuse.EXACT, 0.01)).as("exact as well").isEqualTo(new Outcome.Generated());
        memory.judge(TESTER, BOAT, boat, true);
        assertThat(fixture.ask(request(BOAT).withCount(2)).images()).extracting(ImageAnswer::id)
                .contains(Optional.of(boat));
        assertThat(memory.stats(TESTER).judged())
                .isEqualTo(new Statistics.Judged(new Statistics.Verdicts(1, 0), new Statistics.Verdicts(0, 1),
                        new Statistics.Verdicts(0, 0)));
        assertThat(memory.judge(TESTER, BOAT, new GenerationId("a".repeat(20)), false)).isFalse();
    }

    @Test
    void answer_withoutMemory_leavesNoTrace() {
        fixture.ask(BOAT);
        ChangeLog.Position before = fixture.catalogue.end();

        ImageAnswer answer = fixture.askOne(request(BOAT).withMemory(MemoryUse.NONE));

        assertThat(answer.id()).isEmpty();
        assertThat(answer.image()).isInstanceOf(ImageAnswer.Image.Unstored.class);
        assertThat(fixture.catalogue.end()).isEqualTo(before);
        assertThat(memory.stats(TESTER).totals().answered().generated()).isEqualTo(1);
        assertThat(storedImages()).hasSize(1);
    }

    @Test
    void answer_cutPrompt_matchesOnlyExactlyAndSaysWhereItWasCut() {
        String longPrompt = "word ".repeat(80) + "end";
        ImageAnswer first = fixture.askOne(request(longPrompt));
        ImageAnswer other = fixture.askOne(request("word ".repeat(80) + "other"));
        ImageAnswer again = fixture.askOne(request(longPrompt));

        assertThat(first.cutAt()).isPresent();
        assertThat(other.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(again.outcome()).isEqualTo(new Outcome.Exact());
    }

    @Test
    void answer_fiftyIdenticalRequests_makeOneImage() throws Exception {
        fixture.generator.hold();
        CyclicBarrier barrier = new CyclicBarrier(50);
        CountDownLatch aboard = new CountDownLatch(50);
        List<Future<ImageAnswer>> answers = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                answers.add(executor.submit(() -> {
                    barrier.await();
                    return memory.answer(TESTER, request(BOAT), new AnswerListener() {
                        @Override
                        public void queued(int position, Duration estimate) {
                            aboard.countDown();
                        }
                    }, new Cancellation()).images().getFirst();
                }));
            }
            aboard.await();
            fixture.generator.release();
        }

        Set<GenerationId> ids = answers.stream()
                .map(Future::resultNow)
                .map(answer -> answer.id().orElseThrow())
                .collect(Collectors.toSet());
        assertThat(ids).hasSize(1);
        assertThat(fixture.generator.started()).isEqualTo(1);
        assertThat(answers).allSatisfy(
                answer -> assertThat(answer.resultNow().outcome()).isEqualTo(new Outcome.Generated()));
    }

    @Test
    void answer_oneOfTwoWaitersCancels_theOtherGetsTheImage() {
        fixture.generator.hold();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Answer> first = CompletableFuture
                .supplyAsync(() -> memory.answer(TESTER, request(BOAT), AnswerListener.NONE, cancellation));
        fixture.generator.awaitStarted(1);
        CompletableFuture<Void> aboard = new CompletableFuture<>();
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(
                () -> memory.answer(TESTER, request(BOAT), whenQueued(aboard), new Cancellation()));
        aboard.join();

        cancellation.cancel();
        assertThatThrownBy(first::join).cause()
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED));
        fixture.generator.release();

        assertThat(second.join().images()).hasSize(1);
        assertThat(fixture.generator.started()).isEqualTo(1);
    }

    private static AnswerListener whenQueued(CompletableFuture<Void> queued) {
        return new AnswerListener() {
            @Override
            public void queued(int position, Duration estimate) {
                queued.complete(null);
            }
        };
    }

    @Test
    void answer_onlyWaiterCancels_generationStopsAndNothingIsStored() {
        fixture.generator.hold();
        Cancellation cancellation = new Cancellation();
        CompletableFuture<Answer> answer = CompletableFuture
                .supplyAsync(() -> memory.answer(TESTER, request(BOAT), AnswerListener.NONE, cancellation));
        fixture.generator.awaitStarted(1);

        cancellation.cancel();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(DreamCacherException.class);
        fixture.generator.release();
        ImageAnswer next = fixture.askOne(request("a black cat"));

        assertThat(next.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(storedImages()).containsExactly(next.id().orElseThrow());
    }

    @Test
    void answer_queueFull_isRefusedWithATime() {
        try (MemoryFixture small = new MemoryFixture(1)) {
            small.generator.hold();
            CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> small.ask("one"));
            small.generator.awaitStarted(1);
            List<CompletableFuture<Answer>> rivals = Stream.of("two", "three")
                    .map(prompt -> CompletableFuture.supplyAsync(() -> small.ask(prompt)))
                    .toList();

            // one of them waits in the only place and ends after the release; the other is refused at once
            DreamCacherException refusal = (DreamCacherException) CompletableFuture
                    .anyOf(rivals.getFirst(), rivals.getLast())
                    .handle((answer, failure) -> failure.getCause())
                    .join();

            assertThat(refusal.category()).isEqualTo(FailureCategory.BUSY);
            assertThat(refusal.retryAfter()).isPresent();
            assertThat(refusal).hasMessageContaining("1 generations are waiting");
            small.generator.release();
            assertThat(running.join().images()).hasSize(1);
            assertThat(rivals.stream().filter(rival -> rival.handle((answer, failure) -> failure == null).join()))
                    .hasSize(1);
        }
    }

    @Test
    void answer_generatorFails_everyWaiterHearsItsSentence() {
        fixture.generator.failWith(new DreamCacherException(FailureCategory.BAD_MODEL, "The weights are broken."));

        assertThatThrownBy(() -> fixture.ask(BOAT)).isInstanceOf(DreamCacherException.class)
                .hasMessage("The weights are broken.");
    }

    @Test
    void answer_badSettings_areRefusedBeforeAnythingRuns() {
        var odd = FakeImageGenerator.DEFAULTS.withSize(new ImageSize(100, 64));

        assertThatThrownBy(() -> fixture.ask(GenerationRequest.of(BOAT, MemoryFixture.MODEL, odd)))
                .hasMessageContaining("100x64");
        assertThat(fixture.generator.started()).isZero();
    }

    @Test
    void reject_answer_neverComesBackForThatPrompt() {
        ImageAnswer first = fixture.askOne(request(BOAT));

        memory.judge(TESTER, BOAT, first.id().orElseThrow(), false);

        assertThat(fixture.askOne(request(BOAT)).id()).isNotEqualTo(first.id());
        assertThat(fixture.askOne(request(SAME_BOAT)).outcome()).isInstanceOf(Outcome.Similar.class);
    }

    @Test
    void search_byWordsAndImage_findsTheNearestFirst() {
        ImageAnswer boat = fixture.askOne(request(BOAT));
        ImageAnswer cat = fixture.askOne(request("a black cat in a meadow"));

        List<SearchQuery.Found> byMeaning = memory.search(TESTER, new SearchQuery(new Target.Meaning("black cat"), 9));
        List<SearchQuery.Found> byImage = memory.search(TESTER,
                new SearchQuery(new Target.Image(FakeSearchEncoder.image(BOAT)), 9));
        List<SearchQuery.Found> byWords = memory.search(TESTER, new SearchQuery(new Target.Words("meadow"), 9));

        assertThat(byMeaning).hasSize(2);
        assertThat(byMeaning.getFirst().generation().id()).isEqualTo(cat.id().orElseThrow());
        assertThat(byImage.getFirst().generation().id()).isEqualTo(boat.id().orElseThrow());
        assertThat(byImage.getFirst().similarity()).isGreaterThan(0.9);
        assertThat(byWords).extracting(found -> found.generation().id()).containsExactly(cat.id().orElseThrow());
    }

    @Test
    void answer_waitingRequestCancelled_freesItsPlaceInTheLine() {
        try (MemoryFixture small = new MemoryFixture(1)) {
            small.generator.hold();
            CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> small.ask("one"));
            small.generator.awaitStarted(1);
            Cancellation cancellation = new Cancellation();
            cancellation.cancel();
            for (int i = 0; i < 5; i++) {
                String prompt = "cancelled " + i;
                assertThatThrownBy(() -> small.memory.answer(TESTER, request(prompt), AnswerListener.NONE,
                        cancellation)).isInstanceOfSatisfying(DreamCacherException.class,
                                e -> assertThat(e.category()).isEqualTo(FailureCategory.CANCELLED));
            }
            CompletableFuture<Answer> next = CompletableFuture.supplyAsync(() -> small.ask("two"));
            small.generator.release();

            assertThat(running.join().images()).hasSize(1);
            assertThat(next.join().images()).hasSize(1);
            assertThat(small.generator.started()).isEqualTo(2);
        }
    }

    @Test
    void close_withRequestsWaiting_refusesThemAndEndsTheRunningOne() {
        MemoryFixture small = new MemoryFixture(2);
        small.generator.hold();
        CompletableFuture<Answer> running = CompletableFuture.supplyAsync(() -> small.ask("one"));
        small.generator.awaitStarted(1);
        CompletableFuture<Void> queued = new CompletableFuture<>();
        CompletableFuture<Answer> waiting = CompletableFuture
                .supplyAsync(() -> small.memory.answer(TESTER, request("two"), whenQueued(queued), new Cancellation()));
        queued.join();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(small::close);
        assertThatThrownBy(waiting::join).hasCauseInstanceOf(DreamCacherException.class);
        small.generator.release();

        closing.join();
        assertThat(running.handle((answer, failure) -> true).join()).isTrue();
    }

    @Test
    void stats_sharedFlight_countsEveryWaiter() {
        fixture.generator.hold();
        CompletableFuture<Void> aboard = new CompletableFuture<>();
        CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> fixture.ask(BOAT));
        fixture.generator.awaitStarted(1);
        CompletableFuture<Answer> second = CompletableFuture.supplyAsync(
                () -> memory.answer(OTHER, request(BOAT), whenQueued(aboard), new Cancellation()));
        aboard.join();
        fixture.generator.release();
        first.join();
        GenerationId id = second.join().images().getFirst().id().orElseThrow();

        assertThat(memory.stats(TESTER).answers()).isEqualTo(2);
        assertThat(fixture.catalogue.seen(OTHER)).containsExactly(id);
    }

    @Test
    void suggest_kOutOfRange_isRefused() {
        assertThatThrownBy(() -> memory.suggest(TESTER, "a", 0)).hasMessageContaining("0 was given");
    }

    @Test
    void suggest_rememberedPrompts_comePopularFirst() {
        fixture.ask("a red house");
        memory.rememberPrompts(TESTER, List.of("a red sail", "A red, house!"));

        assertThat(memory.suggest(TESTER, "a red", 8)).extracting(suggestion -> suggestion.text())
                .containsExactly("a red house", "a red sail");
    }

    @Test
    void delete_generation_removesImageSearchAndSuggestion() {
        GenerationId id = fixture.askOne(request(BOAT)).id().orElseThrow();

        assertThat(memory.delete(TESTER, id)).isTrue();

        assertThat(memory.generation(TESTER, id)).isEmpty();
        assertThat(memory.image(TESTER, id)).isEmpty();
        assertThat(storedImages()).isEmpty();
        assertThat(memory.suggest(TESTER, "a red", 8)).isEmpty();
        assertThat(memory.search(TESTER, new SearchQuery(new Target.Meaning("boat"), 9)))
                .isEmpty();
        assertThat(memory.delete(TESTER, id)).isFalse();
        assertThat(fixture.askOne(request(BOAT)).outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void stats_afterAnswers_countThemAtOnce() {
        fixture.ask(BOAT);
        fixture.ask(BOAT);
        fixture.ask(SAME_BOAT);

        MemoryStats stats = memory.stats(TESTER);

        assertThat(stats.totals().generations()).isEqualTo(1);
        assertThat(stats.totals().answered().exact()).isEqualTo(1);
        assertThat(stats.totals().answered().similar()).isEqualTo(1);
        assertThat(stats.totals().answered().generated()).isEqualTo(1);
        assertThat(stats.memoryShare()).isEqualTo(2.0 / 3);
        assertThat(stats.indexed()).isEqualTo(1);
    }

    @Test
    void reindex_afterChanges_findsTheSame() {
        ImageAnswer boat = fixture.askOne(request(BOAT));
        fixture.ask("a black cat");

        assertThat(memory.reindex(TESTER)).isEqualTo(2);
        assertThat(fixture.askOne(request(SAME_BOAT)).sourceId()).isEqualTo(boat.id());
    }

    /** By key, what was rejected, and now and then where the log ends; nothing for each neighbour. */
    @Test
    void answer_similarAmongManyNeighbours_asksTheCatalogueAtMostThreeTimes() {
        for (int i = 0; i < 12; i++) {
            fixture.ask(BOAT + " number" + i);
        }
        fixture.ask("a warm " + BOAT);
        memory.suggest(TESTER, "a", 1);
        AtomicInteger lookUps = fixture.catalogue.lookUps();
        int before = lookUps.get();

        ImageAnswer similar = fixture.askOne(request(SAME_BOAT));

        assertThat(similar.outcome()).isInstanceOf(Outcome.Similar.class);
        assertThat(lookUps.get() - before).isBetween(1, 3);
    }

    private List<GenerationId> storedImages() {
        return fixture.images.page(Optional.empty(), 1000).stream().map(ImageKey::id).toList();
    }
}
