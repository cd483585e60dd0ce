package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.TextCalibration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Isotonic regression of labels on scores by pooling adjacent violators (Ayer and others 1955). */
final class Isotonic {
    /** Fewer examples than these do not make a step of their own. */
    private static final double LEAST = 20;

    private Isotonic() {}

    /** The curve through the middles of its steps, rising in both. */
    static List<TextCalibration.Point> curve(double[] scores, boolean[] right, double[] weights) {
        List<Step> steps = new ArrayList<>();
        IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> scores[row]).thenComparing(row -> !right[row]))
                .forEach(row -> push(steps,
                        new Step(weights[row], right[row] ? weights[row] : 0, scores[row] * weights[row])));
        if (steps.size() > 1 && steps.getLast().weight() < LEAST) {
            Step last = steps.removeLast();
            steps.add(steps.removeLast().with(last));
        }
        List<TextCalibration.Point> points = new ArrayList<>();
        for (Step step : steps) {
            if (points.isEmpty() || step.middle() > points.getLast().score()) {
                points.add(new TextCalibration.Point(step.middle(), step.share()));
            }
        }
        return points;
    }

    private record Step(double weight, double right, double scores) {
        double share() {
            return right / weight;
        }

        double middle() {
            return scores / weight;
        }

        Step with(Step other) {
            return new Step(weight + other.weight, right + other.right, scores + other.scores);
        }
    }

    private static void push(List<Step> steps, Step next) {
        Step top = next;
        while (!steps.isEmpty() && (steps.getLast().weight() < LEAST || steps.getLast().share() >= top.share())) {
            top = steps.removeLast().with(top);
        }
        steps.add(top);
    }
}
