package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics.Verdict;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class BudgetControlTest {
    private static final ErrorBudget USUAL = ErrorBudget.USUAL;
    private static final Access PUBLIC = Access.in(Scope.PUBLIC, new Caller("anybody"));
    private static final GenerationId BOAT = new GenerationId("b".repeat(20));
    private static final GenerationId CAT = new GenerationId("c".repeat(20));

    private final FakeCatalogue catalogue = new FakeCatalogue(
            new MemoryIdentity(ModelRef.of("fake"), new FakeSearchEncoder().description()));
    private BudgetControl control = new BudgetControl(catalogue);

    private void judge(String prompt, GenerationId image, double similarity, boolean good) {
        catalogue.judge(PUBLIC, Samples.FIRST, new Verdict(PromptKey.of(prompt), image, Verdict.Kind.SIMILAR, good,
                OptionalDouble.of(similarity)));
        control.judged(PUBLIC);
    }

    private double allowed(GenerationId image, double similarity) {
        return control.allowed(PUBLIC, USUAL, image, similarity).share();
    }

    @Test
    void allowed_nothingObserved_isWhatIsAsked() {
        assertThat(control.allowed(PUBLIC, USUAL, BOAT, 0.98)).isEqualTo(USUAL);
    }

    @Test
    void allowed_oneWrong_isTightForItsImageAndItsRegionUntilThereAreEnoughOthers() {
        judge("a sail", BOAT, 0.98, false);

        assertThat(allowed(BOAT, 0.92)).as("this image").isCloseTo(0.01 / 16, within(1e-9));
        assertThat(allowed(CAT, 0.975)).as("this region").isCloseTo(0.01 / 16, within(1e-9));
        assertThat(allowed(CAT, 0.92)).as("elsewhere").isEqualTo(0.01);

        for (int i = 0; i < 4; i++) {
            judge("a good sail " + i, BOAT, 0.98, true);
        }
        assertThat(allowed(CAT, 0.975)).as("five in all").isCloseTo(0.01 / 16, within(1e-9));
        judge("one more", BOAT, 0.98, true);
        assertThat(allowed(CAT, 0.975)).as("one of six may be chance").isEqualTo(0.01);
    }

    @Test
    void allowed_manyWrong_isTightEverywhere() {
        for (int i = 0; i < 4; i++) {
            judge("a wrong sail " + i, BOAT, 0.98, false);
            judge("a good sail " + i, BOAT, 0.92, true);
        }

        assertThat(allowed(CAT, 0.85)).isCloseTo(0.01 / 16, within(1e-9));
        assertThat(control.allowed(PUBLIC, new ErrorBudget(0.5), CAT, 0.85).share())
                .as("half wrong at a budget of half")
                .isEqualTo(0.5);
    }

    @Test
    void allowed_takenBack_isWhatIsAsked() {
        judge("a sail", BOAT, 0.98, false);
        judge("a sail", BOAT, 0.98, true);

        assertThat(allowed(BOAT, 0.98)).isEqualTo(0.01);
    }

    @Test
    void allowed_afterARestart_isTheSame() {
        judge("a sail", BOAT, 0.98, false);
        control = new BudgetControl(catalogue);

        assertThat(allowed(BOAT, 0.98)).isCloseTo(0.01 / 16, within(1e-9));
        assertThat(control.allowed(Access.in(new Scope("ada"), new Caller("ada")), USUAL, BOAT, 0.98))
                .as("of another scope")
                .isEqualTo(USUAL);
    }
}
