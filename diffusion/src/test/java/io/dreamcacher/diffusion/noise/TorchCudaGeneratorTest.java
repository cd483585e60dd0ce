package io.dreamcacher.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Numbers that others printed from GPUs, four digits each. */
class TorchCudaGeneratorTest {
    private static final float FOUR_DIGITS = 5.1e-5f;

    /** PyTorch 2.2.0: torch.manual_seed(0); torch.randn(8, 8, device='cuda'). */
    private static final float[] SEED_0 = {-0.9247f, -0.4253f, -2.6438f, 0.1452f, -0.1209f, -0.5797f, -0.6229f,
            -0.3284f,
            -1.0745f, -0.3631f, -1.6711f, 2.2655f, 0.3117f, -0.1842f, 1.2866f, 1.1820f, -0.1271f, 1.2169f, 1.4353f,
            1.0605f, -0.4941f, -1.4244f, -0.7244f, -1.2973f, 0.0697f, -0.0074f, 1.8969f, 0.6878f, -0.0779f, -0.8373f,
            1.3506f, -0.2879f, -0.5965f, -0.3283f, -0.9086f, -0.8059f, -0.7407f, -0.0504f, 0.5435f, 1.5150f, 0.0141f,
            0.4532f, 1.6349f, 0.7124f, -0.1806f, 1.0252f, -1.4622f, -0.7554f, -0.1836f, 0.3824f, 0.3918f, -0.0830f,
            0.8971f, -1.1123f, 0.1116f, 0.4863f, -0.5499f, -0.3231f, -0.5469f, 0.9049f, 0.2837f, 0.1210f, 0.4730f,
            -1.0823f};

    /** Seed 42, one draw of 19 on cuda:0, as printed in a comment of a reinforcement learning program. */
    private static final float[] SEED_42 = {0.1940f, 2.1614f, -0.1721f, 0.8491f, -1.9244f, 0.6530f, -0.6494f, -0.8175f,
            0.5280f, -1.2753f, -1.6621f, -0.3033f, -0.0926f, 0.1992f, -1.1204f, 1.8577f, -0.7145f, 0.6881f, 0.7968f};

    @Test
    void randn_publishedSeeds_isClose() {
        assertThat(new TorchCudaGenerator(0).randn(64)).containsExactly(SEED_0, within(FOUR_DIGITS));
        assertThat(new TorchCudaGenerator(42).randn(19)).containsExactly(SEED_42, within(FOUR_DIGITS));
    }

    /** Row ends of torch.manual_seed(42); torch.randn((1823, 781), device='cuda'), from a benchmark of softmax kernels. */
    @Test
    void randn_publishedMatrix_hasTheEndsOfItsRows() {
        float[] values = new TorchCudaGenerator(42).randn(1823 * 781);
        assertRow(values, 0, 0.1940f, 2.1614f, -0.1721f, -0.8353f, -1.6443f, 0.1315f);
        assertRow(values, 1, -0.1797f, 0.9744f, -2.0136f, 0.0543f, 0.2508f, -0.2370f);
        assertRow(values, 2, 1.1266f, 1.5895f, 0.1072f, -0.4797f, 1.4313f, 1.7260f);
        assertRow(values, 9, -0.2987f, 0.1946f, 1.1640f, -0.2081f, -1.0439f, 0.7082f);
    }

    private static void assertRow(float[] values, int row, float... ends) {
        float[] first = Arrays.copyOfRange(values, row * 781, row * 781 + 3);
        float[] last = Arrays.copyOfRange(values, row * 781 + 778, row * 781 + 781);
        assertThat(first).containsExactly(Arrays.copyOf(ends, 3), within(FOUR_DIGITS));
        assertThat(last).containsExactly(Arrays.copyOfRange(ends, 3, 6), within(FOUR_DIGITS));
    }

    /** Consecutive draws of four from seed 42 on cuda:0, in a program that reproduces an issue of PyTorch. */
    @Test
    void randn_secondDraw_goesOnAsPublished() {
        TorchCudaGenerator generator = new TorchCudaGenerator(42);
        assertThat(generator.randn(4)).containsExactly(Arrays.copyOf(SEED_42, 4), within(FOUR_DIGITS));
        assertThat(generator.randn(4))
                .containsExactly(new float[]{0.1391f, -0.1082f, -0.7174f, 0.7566f}, within(FOUR_DIGITS));
        assertThat(generator.randn(4))
                .containsExactly(new float[]{-0.5187f, 1.2268f, 0.6255f, -0.9117f}, within(FOUR_DIGITS));
    }

    /** With fewer threads than elements the others of a counter's four numbers are used; the first ones stay. */
    @Test
    void randn_smallGpu_wrapsRoundItsThreads() {
        float[] enough = new TorchCudaGenerator(7).randn(3000);
        float[] small = new TorchCudaGenerator(7, 2).randn(3000);
        assertThat(Arrays.copyOf(small, 512)).isEqualTo(Arrays.copyOf(enough, 512));
        assertThat(Arrays.copyOfRange(small, 512, 1024)).isNotEqualTo(Arrays.copyOfRange(enough, 512, 1024));

        // 3000 elements are 1 round of 2048 and another: the next draw begins at the third counter
        TorchCudaGenerator once = new TorchCudaGenerator(7, 2);
        once.randn(3000);
        TorchCudaGenerator twice = new TorchCudaGenerator(7);
        twice.randn(5);
        assertThat(Arrays.copyOfRange(small, 2048, 2053)).isEqualTo(twice.randn(5));
        assertThat(once.randn(5)).isEqualTo(twice.randn(5));
        assertThatThrownBy(() -> new TorchCudaGenerator(7, 0)).hasMessage("A GPU must hold 1 block or more; found 0");
    }

    @Test
    void randn_manyNumbers_areStandardNormal() {
        for (int blocks : new int[]{Integer.MAX_VALUE, 10}) {
            float[] values = new TorchCudaGenerator(-3, blocks).randn(100_000);
            double mean = 0;
            double square = 0;
            for (float value : values) {
                mean += value / values.length;
                square += value * value / (double) values.length;
            }
            assertThat(mean).isCloseTo(0, within(0.01));
            assertThat(square).isCloseTo(1, within(0.02));
        }
        assertThat(new TorchCudaGenerator(1).randn(0)).isEmpty();
    }
}
