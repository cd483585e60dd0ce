package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a gate's decision to begin from an image. */
class RefineDecisionTest {
    private static final String BOAT = "a red boat";
    private static final String SHIP = "a blue ship with sails";

    private final MemoryFixture fixture = new MemoryFixture();

    RefineDecisionTest() {
        fixture.gate = RefineDecisionTest::decide;
    }

    /** Boats are to begin from; a "returned" one answers. */
    private static Gate.Decision decide(Gate.Candidate candidate) {
        if (candidate.prompt().contains("returned")) {
            return new Gate.Decision.Return(candidate.promptSimilarity(), -1, "Near enough.");
        }
        return candidate.prompt().contains("boat")
                ? new Gate.Decision.Refine(candidate.promptSimilarity(), 2, candidate.imageSimilarity().orElse(0), 0.5,
                        "It is blue.")
                : new Gate.Decision.Miss(candidate.promptSimilarity(), 2, "Far away.");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Generation generation(ImageAnswer answer) {
        return fixture.memory.generation(TESTER, answer.id().orElseThrow()).orElseThrow();
    }

    private static GenerationRequest with(Reuse reuse) {
        return request(SHIP).withMemory(MemoryIntent.of(reuse, ErrorBudget.USUAL));
    }

    @Test
    void answer_nearEnoughToBeginFrom_isRefinedAtItsShareOfTheSteps() {
        ImageAnswer boat = fixture.askOne(request(BOAT));

        ImageAnswer ship = fixture.askOne(request(SHIP));

        int steps = ship.recipe().settings().steps().orElseThrow();
        assertThat(ship.outcome()).isInstanceOfSatisfying(Outcome.Refined.class, refined -> {
            assertThat(refined.source()).isEqualTo(boat.id().orElseThrow());
            assertThat(refined.step()).isEqualTo(steps / 2);
            assertThat(refined.of()).isEqualTo(steps);
        });
        assertThat(ship.reason()).isEqualTo("It is blue.");
        assertThat(generation(ship).recipe().refinement()).isPresent();
        assertThat(fixture.memory.stats(TESTER).totals().answered().refined()).isEqualTo(1);
    }

    /** What is lost each time adds up. */
    @Test
    void answer_refinedImageNearest_isNotBegunFrom() {
        ImageAnswer first = fixture.askOne(request(BOAT));
        fixture.askOne(request("a boat of wood"));

        ImageAnswer third = fixture.askOne(request("a boat of woods"));

        assertThat(third.outcome()).isInstanceOfSatisfying(Outcome.Refined.class,
                refined -> assertThat(refined.source()).isEqualTo(first.id().orElseThrow()));
    }

    @Test
    void answer_severalToBeginFrom_takesTheOneThatShowsMost() {
        fixture.gate = candidate -> new Gate.Decision.Refine(candidate.promptSimilarity(), 2,
                candidate.prompt().equals(BOAT) ? 0.4 : 0.3, 0.5, "It is blue.");
        ImageAnswer boat = fixture.askOne(request(BOAT));
        fixture.askOne(request("a blue ship with sail").withMemory(MemoryIntent.of(Reuse.EXACT, ErrorBudget.USUAL)));

        assertThat(fixture.askOne(request(SHIP)).outcome()).isInstanceOfSatisfying(Outcome.Refined.class,
                refined -> assertThat(refined.source()).isEqualTo(boat.id().orElseThrow()));
    }

    @Test
    void answer_anotherOneAnswers_returnsThat() {
        fixture.askOne(request(BOAT));
        ImageAnswer returned = fixture.askOne(request("what is to be returned").withMemory(
                MemoryIntent.of(Reuse.EXACT, ErrorBudget.USUAL)));

        assertThat(fixture.askOne(request(SHIP)).id()).isEqualTo(returned.id());
    }

    @Test
    void answer_whereItIsNotAllowed_isGenerated() {
        fixture.askOne(request(BOAT));

        for (Reuse reuse : new Reuse[]{Reuse.OFF, Reuse.EXACT, Reuse.SIMILAR}) {
            fixture.askOne(with(reuse));
        }

        assertThat(fixture.memory.stats(TESTER).totals().answered().refined()).isZero();
    }

    @Test
    void answer_fixedSeed_isThatOfItsSeed() {
        fixture.askOne(request(BOAT));

        assertThat(fixture.askOne(request(SHIP).withSeed(new SeedIntent.Fixed(7))).outcome())
                .isInstanceOf(Outcome.Generated.class);
    }
}
