package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.network.FloatTensor;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

final class DecodedImageTest {
    @Test
    void of_planes_areClampedAndRounded() {
        BufferedImage image = DecodedImage.of(FloatTensor.of(new float[]{-1, 2, 0, 1, -3, 0.5f}, 1, 3, 1, 2));

        assertThat(image.getWidth()).isEqualTo(2);
        assertThat(image.getHeight()).isEqualTo(1);
        assertThat(image.getRGB(0, 0)).isEqualTo(0xFF_00_80_00); // 0.5 * 255 = 127.5, half to even
        assertThat(image.getRGB(1, 0)).isEqualTo(0xFF_FF_FF_BF); // 0.75 * 255 = 191.25
    }
}
