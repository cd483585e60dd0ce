package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.evaluation.RefineFit.Sample;
import io.dreamcacher.gate.Calibration.RefineStep;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RefineFitTest {
    /** At a share, what is begun from less than a cosine loses as much as that is below it. */
    private static Sample sample(double image, double... safe) {
        return new Sample(image, 0.4,
                IntStream.range(0, RefineFit.SHARES.size())
                        .mapToObj(share -> 0.4 + Math.min(0, image - safe[share]))
                        .toList());
    }

    private static List<Sample> samples(double... safe) {
        return IntStream.rangeClosed(0, 400).mapToObj(i -> sample(i / 800.0, safe)).toList();
    }

    @Test
    void steps_moreMayBeLeftOutOfNearerImages() {
        List<RefineStep> steps = RefineFit.steps(samples(0.2, 0.3, 0.4));

        assertThat(steps).extracting(RefineStep::share).containsExactly(0.5, 0.4, 0.25);
        assertThat(steps.get(0).similarity()).isBetween(0.38, 0.401);
        assertThat(steps.get(1).similarity()).isBetween(0.28, 0.301);
        assertThat(steps.get(2).similarity()).isBetween(0.18, 0.201);
    }

    @Test
    void steps_nothingIsAsGood_areNone() {
        assertThat(RefineFit.steps(samples(0.9, 0.9, 0.9))).isEmpty();
    }

    @Test
    void steps_largestShareIsAlwaysSafe_isTheOnlyOne() {
        assertThat(RefineFit.steps(samples(-1, -1, -1))).containsExactly(new RefineStep(0, 0.5));
    }

    @Test
    void steps_tooFew_areNone() {
        assertThat(RefineFit.steps(samples(-1, -1, -1).subList(0, 5))).isEmpty();
        assertThat(RefineFit.steps(List.of())).isEmpty();
    }
}
