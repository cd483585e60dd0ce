package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.diffusion.network.Int8Matrix.Int8Rows;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Int8MatrixTest {
    @Test
    void round_matrix_hasAScaleForEachOutputAndOutputsInColumns() {
        Int8Rows rounded = round(Shape.of(2, 3), 127, -63.4f, 0, 0.5f, -1, 0.251f);

        assertThat(rounded.scales()).containsExactly(1, 1 / 127f);
        assertThat(rounded.bytes()).containsExactly(127, 64, -63, -127, 0, 32);
    }

    @Test
    void round_kernel_placesComeBeforeChannels() {
        Int8Rows rounded = round(Shape.of(1, 2, 1, 2), 1, 2, 3, 127);

        assertThat(rounded.bytes()).containsExactly(1, 3, 2, 127);
    }

    @Test
    void round_outputThatIsAlwaysZero_staysZero() {
        Int8Rows rounded = round(Shape.of(2, 1), 0, 5);

        assertThat(rounded.scales()).containsExactly(0, 5 / 127f);
        assertThat(rounded.bytes()).containsExactly(0, 127);
    }

    @Test
    void round_moreOutputsThanABlock_eachIsWithinHalfAStep() {
        int out = 77;
        int in = 50;
        Random random = new Random(5);
        float[] weights = new float[out * in];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }

        Int8Rows rounded = round(Shape.of(out, in), weights);

        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                float scale = rounded.scales()[o];
                assertThat(Math.abs(rounded.bytes()[i * out + o] * scale - weights[o * in + i]))
                        .isLessThanOrEqualTo(0.5001f * scale);
            }
        }
    }

    private static Int8Rows round(Shape shape, float... weights) {
        return new Int8Matrix(new WeightTensor.Made(shape, weights::clone)).round();
    }
}
