package io.dreamcacher.diffusion.pipeline;

/**
 * Linear regression by the normal equations, a little of every weight's square added so that inputs that never change
 * do no harm. One owner; not thread-safe.
 */
final class LeastSquares {
    private static final double RIDGE = 1e-6;

    private final double[][] products; // inputs by inputs
    private final double[][] targets; // outputs by inputs

    LeastSquares(int inputs, int outputs) {
        this.products = new double[inputs][inputs];
        this.targets = new double[outputs][inputs];
    }

    void add(double[] input, double[] output) {
        for (int i = 0; i < input.length; i++) {
            for (int j = 0; j < input.length; j++) {
                products[i][j] += input[i] * input[j];
            }
            for (int o = 0; o < output.length; o++) {
                targets[o][i] += output[o] * input[i];
            }
        }
    }

    /** The weights of the inputs, one row for each output. */
    double[][] solve() {
        double[][] weights = new double[targets.length][];
        for (int o = 0; o < targets.length; o++) {
            weights[o] = solve(targets[o]);
        }
        return weights;
    }

    /** By Cholesky's decomposition: the products are symmetric and positive. */
    private double[] solve(double[] target) {
        int size = products.length;
        double[][] lower = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = products[i][j] + (i == j ? RIDGE * (1 + products[i][i]) : 0);
                for (int k = 0; k < j; k++) {
                    rest -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(rest) : rest / lower[j][j];
            }
        }
        double[] x = target.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= lower[i][k] * x[k];
            }
            x[i] /= lower[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                x[i] -= lower[k][i] * x[k];
            }
            x[i] /= lower[i][i];
        }
        return x;
    }
}
