package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which of several images that would do is the answer, and what was accepted once. */
final class VarietyTest {
    private static final String BOAT = "a red sailing boat on the sea at sunset";
    private static final String SAME_BOAT = "at sunset on the sea a red sailing boat";

    private final MemoryFixture fixture = new MemoryFixture(8);

    @AfterEach
    void close() {
        fixture.close();
    }

    private ImageAnswer asks(String caller, GenerationRequest request) {
        return fixture.memory
                .answer(Access.in(Scope.PUBLIC, new Caller(caller)), request, AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst();
    }

    private GenerationId fresh(String prompt) {
        return fixture.askOne(request(prompt).withMemory(MemoryUse.REMEMBER_ONLY)).id().orElseThrow();
    }

    private Set<GenerationId> held(int images) {
        return Stream.generate(() -> fresh(BOAT)).limit(images).collect(Collectors.toSet());
    }

    @Test
    void exact_severalHeld_differFromCallerToCallerButNotForOne() {
        Set<GenerationId> held = held(3);
        Set<GenerationId> shown = new HashSet<>();
        for (int caller = 0; caller < 30; caller++) {
            ImageAnswer first = asks("caller" + caller, request(BOAT));
            assertThat(asks("caller" + caller, request(BOAT)).id()).as("asked again").isEqualTo(first.id());
            shown.add(first.id().orElseThrow());
        }

        assertThat(shown).isEqualTo(held);
        assertThat(fixture.generator.started()).isEqualTo(3);
    }

    @Test
    void similar_severalEquallyNear_differFromCallerToCaller() {
        Set<GenerationId> held = held(2);
        Set<GenerationId> shown = new HashSet<>();
        for (int caller = 0; caller < 20; caller++) {
            ImageAnswer answer = asks("caller" + caller, request(SAME_BOAT));
            assertThat(answer.outcome()).isInstanceOf(Outcome.Similar.class);
            shown.add(answer.id().orElseThrow());
        }

        assertThat(shown).isEqualTo(held);
    }

    @Test
    void answer_tieBandOff_isAlwaysTheSame() {
        fixture.restartMemory(new MemoryParts.Policy(8, 0, 0, 0));
        fresh(BOAT);
        fresh(BOAT);
        Set<Optional<GenerationId>> shown = new HashSet<>();
        for (int caller = 0; caller < 10; caller++) {
            shown.add(asks("caller" + caller, request(BOAT)).id());
        }

        assertThat(shown).hasSize(1);
    }

    @Test
    void answer_seenByAsManyAsMay_isMadeAnewAndBothServeOthers() {
        fixture.restartMemory(new MemoryParts.Policy(8, 0.005, 5, 0));
        Set<Optional<GenerationId>> shown = new HashSet<>();
        for (int caller = 0; caller < 10; caller++) {
            shown.add(asks("caller" + caller, request(BOAT)).id());
        }
        assertThat(shown).hasSize(2);
        assertThat(fixture.generator.started()).isEqualTo(2);

        ImageAnswer next = asks("caller10", request(BOAT));
        assertThat(next.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(next.reason()).contains("another picture is made");
        assertThat(asks("caller0", request(BOAT)).outcome()).as("who has seen it may again")
                .isEqualTo(new Outcome.Exact());
    }

    @Test
    void similar_seenByAsManyAsMay_isMadeAnew() {
        fixture.restartMemory(new MemoryParts.Policy(8, 0.005, 3, 0));
        for (int caller = 0; caller < 3; caller++) {
            asks("caller" + caller, request(BOAT));
        }

        assertThat(asks("other", request(SAME_BOAT)).outcome()).isEqualTo(new Outcome.Generated());
        assertThat(asks("caller0", request(SAME_BOAT)).outcome()).isNotEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_manyImagesHeld_areNotCapped() {
        fixture.restartMemory(new MemoryParts.Policy(8, 0.005, 1, 0));
        for (int image = 0; image < ImageChoice.ENOUGH; image++) {
            fresh(BOAT);
        }
        for (int caller = 0; caller < 60; caller++) {
            assertThat(asks("caller" + caller, request(BOAT)).outcome()).isEqualTo(new Outcome.Exact());
        }
    }

    @Test
    void answer_severalAskedFor_areNotTheSameImageTwice() {
        GenerationId boat = fresh(BOAT);
        fixture.rememberTwice(boat);

        Answer answer = fixture.ask(request(BOAT).withCount(2));

        assertThat(answer.images()).extracting(ImageAnswer::outcome)
                .containsExactlyInAnyOrder(new Outcome.Exact(), new Outcome.Generated());
    }

    @Test
    void answer_reRoll_isAlwaysNew() {
        Set<GenerationId> shown = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            assertThat(shown.add(fresh(BOAT))).isTrue();
        }
        ImageAnswer variation = fixture.askOne(request(BOAT).withSeed(new SeedIntent.Variation()));
        assertThat(shown.add(variation.id().orElseThrow())).isTrue();
        shown.forEach(id -> fixture.memory.judge(TESTER, BOAT, id, false));
        assertThat(fixture.askOne(request(BOAT)).outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_askedBefore_needsNeitherIndexNorGate() {
        ImageAnswer boat = fixture.askOne(request(BOAT));
        ImageAnswer first = fixture.askOne(request(SAME_BOAT));
        AtomicInteger judged = countGate();
        int encoded = fixture.encoder.promptsEncoded();

        ImageAnswer again = fixture.askOne(request(SAME_BOAT));

        assertThat(again.outcome()).isEqualTo(first.outcome());
        assertThat(again.id()).isEqualTo(boat.id());
        assertThat(judged).hasValue(0);
        assertThat(fixture.encoder.promptsEncoded()).isEqualTo(encoded);
        fixture.askOne(request(SAME_BOAT).withMemory(MemoryIntent.of(Reuse.SIMILAR, new ErrorBudget(0.001))));
        assertThat(judged).as("another budget").hasPositiveValue();
    }

    private AtomicInteger countGate() {
        AtomicInteger judged = new AtomicInteger();
        var gate = fixture.gate;
        fixture.gate = candidate -> {
            judged.incrementAndGet();
            return gate.apply(candidate);
        };
        return judged;
    }

    @Test
    void judge_good_answersAtOnceWithoutTheGateAndBadTakesItBack() {
        GenerationId cat = fixture.askOne(request("a black cat")).id().orElseThrow();
        String kitten = "one dark kitten";
        assertThat(fixture.memory.judge(TESTER, kitten, cat, true)).isTrue();
        fixture.gate = candidate -> new Gate.Decision.Miss(candidate.promptSimilarity(), 2, "Never.");

        ImageAnswer answer = fixture.askOne(request(kitten));

        assertThat(answer.id()).contains(cat);
        assertThat(answer.outcome()).isInstanceOf(Outcome.Similar.class);
        assertThat(answer.reason()).contains("judged");

        fixture.memory.judge(TESTER, kitten, cat, false);
        assertThat(fixture.askOne(request(kitten)).outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void judge_goodByAVisitor_countsForThatVisitorAlone() {
        GenerationId cat = fixture.askOne(request("a black cat")).id().orElseThrow();
        Access visitor = new Access(new Caller("eve"), Set.of(Scope.PUBLIC), Scope.PUBLIC,
                EnumSet.of(Right.READ, Right.WRITE));
        fixture.memory.judge(visitor, "one dark kitten", cat, true);

        assertThat(fixture.askOne(request("one dark kitten")).outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void judge_withoutPrompt_isOfItsOwn() {
        GenerationId boat = fixture.askOne(request(BOAT)).id().orElseThrow();

        assertThat(fixture.memory.judge(TESTER, boat, false)).isTrue();
        assertThat(fixture.askOne(request(BOAT)).outcome()).isEqualTo(new Outcome.Generated());
        assertThat(fixture.memory.judge(TESTER, new GenerationId("a".repeat(20)), false)).isFalse();
    }

    @Test
    void accepted_deletedOrRejected_isNotAnswered() {
        GenerationId boat = fixture.askOne(request(BOAT)).id().orElseThrow();
        fixture.askOne(request(SAME_BOAT));
        fixture.memory.judge(TESTER, SAME_BOAT, boat, false);
        ImageAnswer own = fixture.askOne(request(SAME_BOAT));
        assertThat(own.outcome()).isEqualTo(new Outcome.Generated());

        fixture.memory.delete(TESTER, own.id().orElseThrow());
        fixture.memory.delete(TESTER, boat);
        assertThat(fixture.askOne(request(SAME_BOAT)).outcome()).isEqualTo(new Outcome.Generated());
    }
}
