package io.dreamcacher.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.testkit.GoldenData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Golden numbers: PyTorch 2.13.0 on a CPU with AVX-512. */
class TorchCpuGeneratorTest {
    private static final float TOLERANCE = 2e-6f;
    private static final Path GOLDEN = GoldenData.of("rng.safetensors");

    @Test
    void rand_goldenSeeds_isEqual() {
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN);
        List<String> names = names(golden, "seed.*\\.rand\\.20");
        assertThat(names).hasSize(6);
        for (String name : names)
            assertThat(new TorchCpuGenerator(seed(name)).rand(20)).as(name).isEqualTo(golden.floats(name));
    }

    @Test
    void randn_goldenSeedsAndShapes_isClose() {
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN);
        List<String> names = names(golden, "seed[^.]*\\.randn\\.[0-9x]+");
        assertThat(names).hasSize(42);
        for (String name : names) {
            float[] expected = golden.floats(name);
            assertThat(new TorchCpuGenerator(seed(name)).randn(expected.length)).as(name)
                    .containsExactly(expected, within(TOLERANCE));
        }
    }

    @Test
    void randn_sizeOfRealLatents_beginsAndEndsAsGolden() {
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN);
        List<String> names = names(golden, ".*1x4x64x64.first256");
        assertThat(names).hasSize(6);
        for (String name : names) {
            float[] latents = new TorchCpuGenerator(seed(name)).randn(4 * 64 * 64);
            assertThat(Arrays.copyOf(latents, 256)).as(name).containsExactly(golden.floats(name), within(TOLERANCE));
            assertThat(Arrays.copyOfRange(latents, latents.length - 64, latents.length)).as(name)
                    .containsExactly(golden.floats(name.replace("first256", "last64")), within(TOLERANCE));
        }
    }

    @Test
    void randn_twoDraws_goOnAsGolden() {
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN);
        List<String> names = names(golden, ".*\\.then\\..*\\.first");
        assertThat(names).hasSize(8);
        for (String name : names) {
            TorchCpuGenerator generator = new TorchCpuGenerator(seed(name));
            for (String draw : List.of(name, name.replace(".first", ".second"))) {
                float[] expected = golden.floats(draw);
                assertThat(generator.randn(expected.length)).as(draw).containsExactly(expected, within(TOLERANCE));
            }
        }
    }

    @Test
    void randn_otherDrawsBetween_keepsTheSecondOfAPair() {
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN);
        TorchCpuGenerator generator = new TorchCpuGenerator(42);
        assertThat(generator.randn(3)).containsExactly(golden.floats("seed42.mixed.a_randn3"), within(TOLERANCE));
        assertThat(generator.rand(5)).isEqualTo(golden.floats("seed42.mixed.b_rand5"));
        assertThat(generator.randn(16)).containsExactly(golden.floats("seed42.mixed.c_randn16"), within(TOLERANCE));
        assertThat(generator.randn(2)).containsExactly(golden.floats("seed42.mixed.d_randn2"), within(TOLERANCE));
    }

    @Test
    void golden_everyFloat32Tensor_isTested() {
        SafetensorsFile golden = SafetensorsFile.open(GOLDEN);
        String tested = "seed[^.]*\\.(randn\\.[0-9x]+(\\.first256|\\.last64)?|rand\\.20|then\\..*|mixed\\..*)";
        String otherTypes = ".*(float64|float16|randint).*"; // which no pipeline here draws
        assertThat(golden.tensors().keySet()).allMatch(name -> name.matches(tested) || name.matches(otherTypes));
    }

    private static List<String> names(SafetensorsFile golden, String pattern) {
        return golden.tensors().keySet().stream().filter(name -> name.matches(pattern)).toList();
    }

    private static long seed(String name) {
        String seed = name.substring("seed".length(), name.indexOf('.'));
        return switch (seed) {
            case "2^32+5" -> (1L << 32) + 5;
            case "2^63-1" -> Long.MAX_VALUE;
            default -> Long.parseLong(seed);
        };
    }
}
