package io.dreamcacher.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.model.Shape;
import org.junit.jupiter.api.Test;

/** Counts of the published files. */
final class StableDiffusion14Test {
    @Test
    void plans_ofAllNetworks_haveTheTensorsAndNumbersOfThePublishedModel() {
        assertPlan(StableDiffusion14.unet(), 686, 859_520_964);
        assertPlan(StableDiffusion14.vae(), 248, 83_653_863);
        assertPlan(StableDiffusion14.text(), 196, 123_060_480);
    }

    private static void assertPlan(TensorPlan plan, int tensors, long numbers) {
        assertThat(plan.shapes()).hasSize(tensors);
        assertThat(plan.shapes().values().stream().mapToLong(Shape::elements).sum()).isEqualTo(numbers);
    }
}
