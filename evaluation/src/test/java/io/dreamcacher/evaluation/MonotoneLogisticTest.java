package io.dreamcacher.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.reuse.PromptComparer.Effect;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MonotoneLogisticTest {
    private static final List<Effect> EFFECTS = List.of(Effect.FOR, Effect.AGAINST, Effect.EITHER);
    private static final int ROWS = 20_000;
    private static final double[] TRUE_WEIGHTS = {2, -1.5, 0};
    private static final double TRUE_BIAS = -0.5;

    private final Random random = new Random(11);
    private final double[][] columns = columns(TRUE_WEIGHTS.length, ROWS, random);
    private final boolean[] right = labels();

    private static double[][] columns(int count, int rows, Random random) {
        return IntStream.range(0, count)
                .mapToObj(column -> random.doubles(rows, 0, 2).toArray())
                .toArray(double[][]::new);
    }

    private boolean[] labels() {
        boolean[] labels = new boolean[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double margin = TRUE_BIAS;
            for (int column = 0; column < columns.length; column++) {
                margin += TRUE_WEIGHTS[column] * columns[column][row];
            }
            labels[row] = random.nextDouble() < 1 / (1 + Math.exp(-margin));
        }
        return labels;
    }

    private MonotoneLogistic.Fit fit(double penalty, Effect... effects) {
        return MonotoneLogistic.fit(columns, right, ones(ROWS), List.of(effects), penalty);
    }

    private static double[] weights(MonotoneLogistic.Fit fit) {
        return fit.weights().stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double[] ones(int rows) {
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void fit_dataOfAKnownModel_recoversIt() {
        MonotoneLogistic.Fit fit = fit(1, Effect.FOR, Effect.AGAINST, Effect.EITHER);

        assertThat(fit.bias()).isCloseTo(TRUE_BIAS, within(0.15));
        assertThat(weights(fit)).containsExactly(TRUE_WEIGHTS, within(0.1));
    }

    @Test
    void fit_dataAgainstTheAllowedSign_weighsNothing() {
        MonotoneLogistic.Fit fit = fit(1, Effect.AGAINST, Effect.FOR, Effect.EITHER);

        assertThat(fit.weights().subList(0, 2)).containsExactly(0.0, 0.0);
    }

    @Test
    void fit_largerPenalty_shrinksWeights() {
        double[] free = weights(fit(1, Effect.FOR, Effect.AGAINST, Effect.EITHER));
        double[] held = weights(fit(2000, Effect.FOR, Effect.AGAINST, Effect.EITHER));

        assertThat(held[0]).isPositive().isLessThan(free[0]);
        assertThat(held[1]).isNegative().isGreaterThan(free[1]);
    }

    @Test
    void fit_rowsOfNoWeight_countForNothing() {
        double[] weights = ones(ROWS);
        boolean[] spoiled = right.clone();
        for (int row = 0; row < ROWS; row += 2) {
            weights[row] = 0;
            spoiled[row] = !spoiled[row];
        }
        List<Effect> effects = List.of(Effect.FOR, Effect.AGAINST, Effect.EITHER);

        assertThat(MonotoneLogistic.fit(columns, spoiled, weights, effects, 1))
                .isEqualTo(MonotoneLogistic.fit(columns, right, weights, effects, 1));
    }

    @RepeatedTest(20)
    void fit_anyData_hasNoForbiddenSign(RepetitionInfo repetition) {
        int seed = repetition.getCurrentRepetition();
        Random any = new Random(seed);
        double[][] some = columns(6, 200, any);
        boolean[] labels = new boolean[200];
        for (int row = 0; row < labels.length; row++) {
            labels[row] = any.nextBoolean();
        }
        List<Effect> effects = IntStream.range(0, 6).mapToObj(column -> EFFECTS.get(any.nextInt(3))).toList();

        MonotoneLogistic.Fit fit = MonotoneLogistic.fit(some, labels, ones(200), effects, 0.5);

        for (int column = 0; column < 6; column++) {
            double weight = fit.weights().get(column);
            assertThat(switch (effects.get(column)) {
                case FOR -> weight >= 0;
                case AGAINST -> weight <= 0;
                case EITHER -> Double.isFinite(weight);
            }).as("seed %d, column %d: %s", seed, column, weight).isTrue();
        }
    }

    @Test
    void fit_oneSidedLabels_isFinite() {
        MonotoneLogistic.Fit fit = MonotoneLogistic.fit(columns(1, 50, random), new boolean[50], ones(50),
                List.of(Effect.EITHER), 5);

        assertThat(fit.bias()).isFinite().isNegative();
        assertThat(fit.weights().getFirst()).isFinite();
    }
}
