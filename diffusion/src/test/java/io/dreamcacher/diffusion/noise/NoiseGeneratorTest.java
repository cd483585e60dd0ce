package io.dreamcacher.diffusion.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import org.junit.jupiter.api.Test;

class NoiseGeneratorTest {
    @Test
    void of_ids_areThoseOfIdentities() {
        assertThat(NoiseGenerator.TORCH_CPU).hasToString("torch-cpu");
        for (NoiseGenerator generator : NoiseGenerator.values())
            assertThat(NoiseGenerator.of(generator.id())).isEqualTo(generator);
        assertThatThrownBy(() -> NoiseGenerator.of("numpy"))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("The noise must be one of torch-cpu, torch-cuda; found \"numpy\".");
    }

    @Test
    void seeded_eachGenerator_isItsOwnStream() {
        assertThat(NoiseGenerator.TORCH_CPU.seeded(5).randn(20)).isEqualTo(new TorchCpuGenerator(5).randn(20));
        assertThat(NoiseGenerator.TORCH_CUDA.seeded(5).randn(20)).isEqualTo(new TorchCudaGenerator(5).randn(20));
    }
}
