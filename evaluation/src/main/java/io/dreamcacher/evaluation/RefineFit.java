package io.dreamcacher.evaluation;

import io.dreamcacher.gate.Calibration.RefineStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses where images may be begun from others: for each share of the steps left out, how much the other must show of what is
 * asked so that nothing is lost against images begun from noise, with the same seeds (after MoDM, ASPLOS'26, which chooses its
 * steps by the cosine of text and image).
 */
public final class RefineFit {
    /** Shares of the steps that are tried. */
    public static final List<Double> SHARES = List.of(0.25, 0.4, 0.5);

    /** Fewer images say nothing. */
    private static final int LEAST = 40;

    /** What the half that shows least may lose: 0.3 %, as MoDM keeps 99.7 %. */
    private static final double LOSS = 0.003;

    private RefineFit() {}

    /**
     * One prompt drawn twice.
     *
     * @param image cosine of the prompt and the image that was begun from
     * @param full cosine of the prompt and its image begun from noise
     * @param refined that of its image begun from the other, for each of {@link #SHARES}
     */
    public record Sample(double image, double full, List<Double> refined) {
        /** Keeps a copy. */
        public Sample {
            refined = List.copyOf(refined);
        }
    }

    /** The steps, those of the nearest images first; none for a share at which something is always lost. */
    public static List<RefineStep> steps(List<Sample> samples) {
        List<Sample> nearest = samples.stream().sorted(Comparator.comparingDouble(Sample::image).reversed()).toList();
        List<RefineStep> steps = new ArrayList<>();
        for (int share = SHARES.size() - 1; share >= 0; share--) {
            Optional<Double> least = least(nearest, share);
            if (least.isPresent() && steps.stream().allMatch(step -> step.similarity() > least.get())) {
                steps.add(new RefineStep(least.get(), SHARES.get(share)));
            }
        }
        return steps;
    }

    /** Of the least cosine down to which nothing is lost in all, nor more than a little in the half that shows least. */
    private static Optional<Double> least(List<Sample> nearest, int share) {
        Optional<Double> least = Optional.empty();
        for (int count = LEAST; count <= nearest.size(); count++) {
            if (loss(nearest.subList(0, count), share) <= 0
                    && loss(nearest.subList(count / 2, count), share) <= LOSS) {
                least = Optional.of(Math.max(-1, Math.min(1, nearest.get(count - 1).image())));
            }
        }
        return least;
    }

    /** Share of the mean cosine that is lost; negative where it is won. */
    private static double loss(List<Sample> samples, int share) {
        double full = samples.stream().mapToDouble(Sample::full).sum();
        double refined = samples.stream().mapToDouble(sample -> sample.refined().get(share)).sum();
        return full <= 0 ? 1 : 1 - refined / full;
    }
}
