package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.testkit.media.FakeImageFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Images finished from stored ones. */
class RefinementTest {
    private static final String BOAT = "a red boat";
    private static final String SHIP = "a blue ship with sails";

    private final MemoryFixture fixture = new MemoryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Generation boat() {
        return fixture.memory.generation(TESTER, fixture.askOne(request(BOAT)).id().orElseThrow()).orElseThrow();
    }

    private ResolvedRequest resolved(GenerationRequest request) {
        return new ResolvedRequest(request, TESTER, fixture.generator, fixture.encoder::encode, System.nanoTime());
    }

    private Optional<RefinementStart> start(GenerationRequest request, Generation source, int step) {
        return RefinementStart.of(resolved(request), source, 0.9, step, fixture.stored());
    }

    private ImageAnswer refined(Generation source, List<Integer> steps) {
        RefinementStart start = start(request(SHIP), source, 12).orElseThrow();
        return fixture.creation()
                .refined(resolved(request(SHIP)), start, OptionalLong.of(5), "Begun there.", new GenerationProgress() {
                    @Override
                    public void step(int step, int total) {
                        steps.add(total);
                    }
                });
    }

    @Test
    void refined_fromAStoredImage_runsTheRestAndIsRememberedAsThat() {
        Generation boat = boat();
        List<Integer> steps = new ArrayList<>();

        ImageAnswer answer = refined(boat, steps);

        assertThat(steps).hasSize(8).containsOnly(8);
        assertThat(answer.outcome()).isEqualTo(new Outcome.Refined(0.9, boat.id(), BOAT, 12, 20));
        assertThat(answer.sourceId()).contains(boat.id());
        assertThat(answer.id()).isNotEqualTo(Optional.of(boat.id()));
        Generation kept = fixture.memory.generation(TESTER, answer.id().orElseThrow()).orElseThrow();
        assertThat(kept.recipe().refinement())
                .contains(new Recipe.Refinement(boat.id(), 12, OptionalLong.of(5)));
        assertThat(answer.time().saved()).isLessThanOrEqualTo(boat.took());
        assertThat(new FakeImageFiles().provenance(fixture.memory.image(TESTER, kept).orElseThrow())
                .orElseThrow()
                .recipe())
                .as("what recover reads")
                .isEqualTo(kept.recipe());
        assertThat(fixture.memory.stats(TESTER).totals().answered().refined()).isEqualTo(1);
        assertThat(fixture.memory.stats(TESTER).totals().answered().generated()).isEqualTo(1);
    }

    @Test
    void refined_ofASeed_answersNoRequestForThatSeed() {
        ImageAnswer refined = refined(boat(), new ArrayList<>());

        ImageAnswer seeded = fixture.askOne(request(SHIP).withSeed(new SeedIntent.Fixed(5)));
        assertThat(seeded.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(seeded.id()).isNotEqualTo(refined.id());
        assertThat(refined.recipe().seed()).isEmpty();
    }

    @Test
    void start_whereNothingMayBeRefined_isNone() {
        Generation boat = boat();
        GenerationRequest asked = request(SHIP);
        assertThat(start(asked, boat, 12)).isPresent();
        assertThat(start(asked, boat, 0)).isEmpty();
        assertThat(start(asked, boat, 20)).isEmpty();
        assertThat(start(asked.withMemory(MemoryIntent.of(Reuse.SIMILAR, ErrorBudget.USUAL)), boat, 12)).isEmpty();
        Generation again = fixture.memory.generation(TESTER, refined(boat, new ArrayList<>()).id().orElseThrow())
                .orElseThrow();
        assertThat(start(asked, again, 12)).as("what is lost adds up").isEmpty();
        fixture.images.delete(List.of(MemoryFixture.key(boat.id())));
        assertThat(start(asked, boat, 12)).isEmpty();
    }

    @Test
    void saved_longerThanItsSource_isNothing() {
        Generation boat = boat();
        RefinementStart start = start(request(SHIP), boat, 12).orElseThrow();
        assertThat(start.saved(boat.took().plusSeconds(1))).isEqualTo(Duration.ZERO);
        assertThat(start.saved(Duration.ZERO)).isEqualTo(boat.took());
    }
}
