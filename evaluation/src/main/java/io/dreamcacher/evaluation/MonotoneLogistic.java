package io.dreamcacher.evaluation;

import io.dreamcacher.reuse.PromptComparer.Effect;
import java.util.Arrays;
import java.util.List;

/**
 * Logistic regression whose weights keep a sign each: cyclic coordinate descent with Newton steps, projected (Friedman, Hastie
 * and Tibshirani 2010, without the lasso), under a quadratic penalty.
 */
final class MonotoneLogistic {
    private static final int SWEEPS = 60;
    private static final double LEAST_CHANGE = 1e-5;

    private final double[][] columns;
    private final double[] weights;
    private final boolean[] right;
    private final double[] margins;
    private final double[] coefficients;
    private double bias;

    /** Weights for rows of numbers: bias, and one for each column. */
    record Fit(double bias, List<Double> weights) {}

    private MonotoneLogistic(double[][] columns, boolean[] right, double[] weights) {
        this.columns = columns;
        this.right = right;
        this.weights = weights;
        this.margins = new double[right.length];
        this.coefficients = new double[columns.length];
    }

    /**
     * The fit.
     *
     * @param columns a column a feature, a row an example
     * @param right labels by row
     * @param weights how much a row counts
     * @param effects which sign the weight of each column may have
     * @param penalty of a squared weight, in rows
     */
    static Fit fit(double[][] columns, boolean[] right, double[] weights, List<Effect> effects, double penalty) {
        MonotoneLogistic fit = new MonotoneLogistic(columns, right, weights);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double change = fit.moveBias();
            for (int column = 0; column < columns.length; column++) {
                change = Math.max(change, fit.move(column, effects.get(column), penalty));
            }
            if (change < LEAST_CHANGE) {
                break;
            }
        }
        return new Fit(fit.bias, Arrays.stream(fit.coefficients).boxed().toList());
    }

    private double moveBias() {
        double gradient = 0;
        double curvature = 1e-9;
        for (int row = 0; row < margins.length; row++) {
            double p = probability(margins[row]);
            gradient += weights[row] * ((right[row] ? 1 : 0) - p);
            curvature += weights[row] * p * (1 - p);
        }
        double step = gradient / curvature;
        bias += step;
        for (int row = 0; row < margins.length; row++) {
            margins[row] += step;
        }
        return Math.abs(step);
    }

    private double move(int index, Effect effect, double penalty) {
        double[] column = columns[index];
        double gradient = -penalty * coefficients[index];
        double curvature = penalty;
        for (int row = 0; row < column.length; row++) {
            if (column[row] != 0) {
                double p = probability(margins[row]);
                gradient += weights[row] * column[row] * ((right[row] ? 1 : 0) - p);
                curvature += weights[row] * column[row] * column[row] * p * (1 - p);
            }
        }
        double moved = signed(coefficients[index] + gradient / curvature, effect);
        double step = moved - coefficients[index];
        coefficients[index] = moved;
        if (step != 0) {
            for (int row = 0; row < column.length; row++) {
                margins[row] += step * column[row];
            }
        }
        return Math.abs(step);
    }

    private static double signed(double value, Effect effect) {
        return switch (effect) {
            case FOR -> Math.max(0, value);
            case AGAINST -> Math.min(0, value);
            case EITHER -> value;
        };
    }

    private static double probability(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }
}
