package io.dreamcacher.reuse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
     * What the judge said of a stored image.
     *
     * @param loss its number
     * @param image which one: numbers of one image are no independent observations
     */
    public record Judged(double loss, Object image) {}

    /**
     * Estimates from numbers of which each is of an image of its own.
     *
     * @param checked the judge's numbers of answers, drawn at random
     * @param right those of answers known to be right
     * @param wrong those of answers known to be wrong
     */
    public static LiveEstimate of(double[] checked, double[] right, double[] wrong) {
        return of(apart(checked), apart(right), apart(wrong));
    }

    /**
     * Estimates. Popular images are checked often, and a badly drawn one is then called wrong each time; many checks of few images count as
     * so many fewer.
     *
     * @param checked answers, drawn at random
     * @param right answers known to be right
     * @param wrong answers known to be wrong
     */
    public static LiveEstimate of(List<Judged> checked, List<Judged> right, List<Judged> wrong) {
        int controls = right.size() + wrong.size();
        LiveEstimate nothing = new LiveEstimate(0, 0, 1, checked.size(), controls);
        if (checked.isEmpty() || right.size() < LEAST_CONTROLS || wrong.size() < LEAST_CONTROLS) {
            return nothing;
        }
        double threshold = threshold(half(right, 0).stream().mapToDouble(Judged::loss).toArray());
        Seen seen = Seen.above(checked, threshold);
        Seen alarms = Seen.above(half(right, 1), threshold);
        Seen caught = Seen.above(wrong, threshold);
        // Lang and Reiczigel: pseudo counts, then the adjusted share with its standard error
        double n = seen.independent + Z * Z;
        double p = (seen.value * seen.independent + Z * Z / 2) / n;
        double nSensitivity = caught.independent + 2;
        double sensitivity = (caught.value * caught.independent + 1) / nSensitivity;
        double nSpecificity = alarms.independent + 2;
        double specificity = ((1 - alarms.value) * alarms.independent + 1) / nSpecificity;
        double power = sensitivity + specificity - 1;
        if (power < LEAST_POWER) {
            return nothing;
        }
        double share = (p + specificity - 1) / power;
        double ofSensitivity = sensitivity * (1 - sensitivity) / nSensitivity;
        double ofSpecificity = specificity * (1 - specificity) / nSpecificity;
        double shift = 2 * Z * Z * (share * ofSensitivity - (1 - share) * ofSpecificity);
        double width = Z / power * Math.sqrt(
                p * (1 - p) / n + share * share * ofSensitivity + (1 - share) * (1 - share) * ofSpecificity);
        double low = clipped(share + shift - width);
        double high = clipped(share + shift + width);
        double likely = clipped((seen.value - alarms.value) / (caught.value - alarms.value));
        return new LiveEstimate(Math.min(Math.max(likely, low), high), low, high, checked.size(), controls);
    }

    private static List<Judged> apart(double[] losses) {
        return IntStream.range(0, losses.length).mapToObj(place -> new Judged(losses[place], place)).toList();
    }

    /**
     * What the judge calls wrong.
     *
     * @param value share of the numbers above its threshold
     * @param independent as many independent observations would tell as much: how many there are, by how much more that share varies from
     *        image to image than by chance (Rao and Scott 1992, "A simple method for the analysis of clustered binary data")
     */
    private record Seen(double value, double independent) {
        static Seen above(List<Judged> judged, double threshold) {
            Map<Object, List<Judged>> images = judged.stream().collect(Collectors.groupingBy(Judged::image));
            int all = judged.size();
            long above = above(threshold, judged);
            double expected = (above + 1.0) / (all + 2);
            double varies = 0;
            for (List<Judged> ofOne : images.values()) {
                double residual = above(threshold, ofOne) - ofOne.size() * expected;
                varies += residual * residual;
            }
            return new Seen((double) above / all, all / Math.max(1, varies / (all * expected * (1 - expected))));
        }

        private static long above(double threshold, List<Judged> judged) {
            return judged.stream().filter(one -> one.loss > threshold).count();
        }
    }

    /** From which number on the judge calls something wrong, by answers known to be right. */
    public static double threshold(double[] right) {
        double[] sorted = right.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(PASSED * sorted.length))];
    }

    private static List<Judged> half(List<Judged> judged, int from) {
        return IntStream.range(0, judged.size()).filter(place -> place % 2 == from).mapToObj(judged::get).toList();
    }

    private static double clipped(double value) {
        return Double.isNaN(value) ? 0 : Math.min(Math.max(value, 0), 1);
    }
}
