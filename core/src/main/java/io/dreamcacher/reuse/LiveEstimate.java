package io.dreamcacher.reuse;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The share of answers that are wrong, estimated by an imperfect judge. The judge has a number for each checked answer, the
 * greater the worse, and calls wrong what lies above a threshold. It errs both ways, so the share that it calls wrong is no
 * estimate: how often it errs is measured on controls, answers known to be right and answers known to be wrong, and taken out of
 * it (Rogan and Gladen 1978); the interval has the uncertainty of all three shares in it (Lang and Reiczigel 2014,
 * "Confidence limits for prevalence of disease adjusted for estimated sensitivity and specificity", formulas of section 2).
 *
 * <p>The threshold lets nine of ten right controls pass; it is chosen on every second one of them, and the others tell how
 * many really do.
 *
 * @param share that is wrong, in [0, 1]; what is most likely
 * @param low lower end of the 95 % interval
 * @param high upper end of it
 * @param checked answers it rests on
 * @param controls answers of which it was known whether they were right
 */
public record LiveEstimate(double share, double low, double high, int checked, int controls) {

    /** Controls of each kind without which the judge is nobody. */
    public static final int LEAST_CONTROLS = 10;

    private static final double PASSED = 0.9;
    private static final double Z = 1.959964;
    /** A judge who calls right and wrong ones wrong about equally often cannot tell. */
    private static final double LEAST_POWER = 0.1;

    /**
     * Which answers are checked: each with the same chance. Half of the checks are controls, images of the very prompt that the stored one is of.
     * Where an image was turned down a new one is made anyway, so that more of those are checked.
     *
     * @param share of the answers by other prompts' images, in [0, 1]
     * @param random chooses
     */
    public record Sample(double share, RandomGenerator random) {
        private static final double FREE = 5;

        /** Whether the next answer is checked, if another prompt's image gives it. */
        public boolean drawsAnswer() {
            return share > 0 && random.nextDouble() < share;
        }

        /** Whether a check is a control. */
        public boolean drawsControl() {
            return !random.nextBoolean();
        }

        /** Whether the next image that was turned down is checked. */
        public boolean drawsTurnedDown() {
            return share > 0 && random.nextDouble() < FREE * share;
        }
    }

    /**
     * The judge's number of a stored image, by how much less it shows what was asked for than a new one.
     *
     * @param fresh cosine of the asked prompt and the new image
     * @param stored cosine of the asked prompt and the stored one
     */
    public static double loss(double fresh, double stored) {
        return fresh - stored;
    }

    /** Refuses an interval that the share is not in. */
    public LiveEstimate {
        if (!(0 <= low && low <= share && share <= high && high <= 1)) {
            throw new IllegalArgumentException(
                    "a share must be in its interval and both in [0, 1], found %s in %s to %s".formatted(share, low,
                            high));
        }
    }

    /** Whether anything can be said. */
    public boolean isKnown() {
        return high - low < 1;
    }

    /**
     * Estimates.
     *
     * @param checked the judge's numbers of answers, drawn at random
     * @param right those of answers known to be right
     * @param wrong those of answers known to be wrong
     */
    public static LiveEstimate of(double[] checked, double[] right, double[] wrong) {
        int controls = right.length + wrong.length;
        if (checked.length == 0 || right.length < LEAST_CONTROLS || wrong.length < LEAST_CONTROLS) {
            return new LiveEstimate(0, 0, 1, checked.length, controls);
        }
        double threshold = threshold(half(right, 0));
        Share seen = above(checked, threshold);
        Share alarms = above(half(right, 1), threshold);
        Share caught = above(wrong, threshold);
        // Lang and Reiczigel: pseudo counts, then the adjusted share with its standard error
        double n = seen.all() + Z * Z;
        double p = (seen.count() + Z * Z / 2) / n;
        double nSensitivity = caught.all() + 2;
        double sensitivity = (caught.count() + 1.0) / nSensitivity;
        double nSpecificity = alarms.all() + 2;
        double specificity = (alarms.all() - alarms.count() + 1.0) / nSpecificity;
        double power = sensitivity + specificity - 1;
        if (power < LEAST_POWER) {
            return new LiveEstimate(0, 0, 1, checked.length, controls);
        }
        double share = (p + specificity - 1) / power;
        double ofSensitivity = sensitivity * (1 - sensitivity) / nSensitivity;
        double ofSpecificity = specificity * (1 - specificity) / nSpecificity;
        double shift = 2 * Z * Z * (share * ofSensitivity - (1 - share) * ofSpecificity);
        double width = Z / power * Math.sqrt(
                p * (1 - p) / n + share * share * ofSensitivity + (1 - share) * (1 - share) * ofSpecificity);
        double low = clipped(share + shift - width);
        double high = clipped(share + shift + width);
        double likely = clipped((seen.value() - alarms.value()) / (caught.value() - alarms.value()));
        return new LiveEstimate(Math.min(Math.max(likely, low), high), low, high, checked.length, controls);
    }

    /** From which number on the judge calls something wrong, by answers known to be right. */
    public static double threshold(double[] right) {
        double[] sorted = right.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(PASSED * sorted.length))];
    }

    private static double[] half(double[] values, int from) {
        double[] half = new double[(values.length - from + 1) / 2];
        for (int i = 0; i < half.length; i++) {
            half[i] = values[from + 2 * i];
        }
        return half;
    }

    private static Share above(double[] values, double threshold) {
        return new Share(Arrays.stream(values).filter(value -> value > threshold).count(), values.length);
    }

    private static double clipped(double value) {
        return Double.isNaN(value) ? 0 : Math.min(Math.max(value, 0), 1);
    }
}
