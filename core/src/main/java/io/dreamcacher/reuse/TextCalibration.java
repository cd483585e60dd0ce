package io.dreamcacher.reuse;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * Turns what is known about two prompts into the probability that an image of the stored one answers the asked one: a
 * logistic regression whose terms keep the direction their features can have, made a probability by isotonic regression
 * (Zadrozny and Elkan 2002). It speaks of the text alone and therefore for every model.
 *
 * @param verifier which verifier's log odds it weighs
 * @param likelihood of what is known
 * @param certainties features that decide by themselves
 * @param unsettling features any of which, above 0, makes a pair unsettled: it may be of the same words in other roles
 * @param domain the most that features may be where a probability rests on pairs like that one; of pairs beyond it nothing but a
 *        certainty decides
 * @param budgets the least probabilities for each share of wrong reuses, ascending by share
 */
public record TextCalibration(Verifier.Description verifier, Likelihood likelihood, List<Certainty> certainties,
        List<String> unsettling, Map<String, Double> domain, List<Threshold> budgets) {

    /** Name of the verifier's log odds in {@link Evidence}. */
    public static final String VERIFIER = "verifier";

    /** Keeps copies. */
    public TextCalibration {
        certainties = List.copyOf(certainties);
        unsettling = List.copyOf(unsettling);
        domain = Collections.unmodifiableMap(new TreeMap<>(domain));
        budgets = List.copyOf(budgets);
    }

    /**
     * One feature's part of the score: {@code weight · (min(max(x, from), to) − from)}.
     *
     * @param feature its name in {@link Evidence}
     * @param from where it begins to count
     * @param to where it ends
     * @param weight finite
     */
    public record Term(String feature, double from, double to, double weight) {
        /** Refuses an empty range. */
        public Term {
            if (!(from < to) || !Double.isFinite(from) || !Double.isFinite(to) || !Double.isFinite(weight)) {
                throw new IllegalArgumentException(
                        "a term must have a range and a weight, found %s to %s, %s".formatted(from, to, weight));
            }
        }

        /** What a value adds before it is weighed. */
        public double basis(double value) {
            return Math.min(Math.max(value, from), to) - from;
        }
    }

    /**
     * A point of the curve.
     *
     * @param score finite
     * @param probability in [0, 1]
     */
    public record Point(double score, double probability) {
        /** Refuses what is no probability. */
        public Point {
            if (!Double.isFinite(score) || !(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "a point must have a score and a probability from 0 to 1, found %s, %s"
                                .formatted(score, probability));
            }
        }
    }

    /**
     * A feature that makes a pair right, whatever else is found.
     *
     * @param feature its name in {@link Evidence}
     * @param probability that a pair is right where it is above 0: the least that pairs leave possible; in [0, 1]
     */
    public record Certainty(String feature, double probability) {
        /** Refuses what is no probability. */
        public Certainty {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException(
                        "a certainty must have a probability from 0 to 1, found %s of %s".formatted(probability,
                                feature));
            }
        }
    }

    /**
     * What a share of wrong reuses asks for.
     *
     * @param share of wrong pairs that may be reused, in (0, 0.5]
     * @param settled the least probability that keeps to it of pairs that are not unsettled
     * @param unsettled that of those that are; above 1 where none keeps to it
     */
    public record Threshold(double share, double settled, double unsettled) {}

    /** The probability that an image of the stored prompt answers the asked one; empty when something needed is unknown. */
    public OptionalDouble probability(Evidence evidence) {
        OptionalDouble certain = certain(evidence);
        OptionalDouble weighed = likelihood.probability(evidence);
        return certain.isPresent() && certain.getAsDouble() > weighed.orElse(0) ? certain : weighed;
    }

    /** The probability that a feature alone gives; empty where there is none that decides by itself. */
    public OptionalDouble certain(Evidence evidence) {
        return certainties.stream()
                .filter(certainty -> evidence.feature(certainty.feature()).orElse(0) > 0)
                .mapToDouble(Certainty::probability)
                .max();
    }

    /** The least probability that keeps to a budget; empty where none was found that does, and outside the domain. */
    public OptionalDouble needed(Evidence evidence, ErrorBudget budget) {
        if (!isInDomain(evidence) && certain(evidence).isEmpty()) {
            return OptionalDouble.empty();
        }
        boolean unsettled = isUnsettled(evidence);
        return budgets.stream()
                .filter(threshold -> threshold.share() <= budget.share())
                .mapToDouble(threshold -> unsettled ? threshold.unsettled() : threshold.settled())
                .reduce((less, more) -> more);
    }

    /** Whether pairs like this one were fitted on. */
    public boolean isInDomain(Evidence evidence) {
        return domain.entrySet()
                .stream()
                .allMatch(most -> evidence.feature(most.getKey()).orElse(0) <= most.getValue());
    }

    /** Whether the words of a pair may have changed their roles. */
    public boolean isUnsettled(Evidence evidence) {
        return unsettling.stream().anyMatch(name -> evidence.feature(name).orElse(1) > 0);
    }
}
