package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class InitImageTest {
    @Test
    void digest_onePixelOrTheShapeDiffers_differs() {
        BufferedImage wide = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
        String before = InitImage.digest(wide);
        String other = InitImage.digest(new BufferedImage(2, 4, BufferedImage.TYPE_INT_RGB));
        wide.setRGB(3, 1, 0x000001);

        assertThat(before).hasSize(64).isNotEqualTo(other).isNotEqualTo(InitImage.digest(wide));
    }

    @Test
    void digest_samePixelsInAnotherStorage_isTheSame() {
        BufferedImage packed = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        BufferedImage bytes = new BufferedImage(3, 1, BufferedImage.TYPE_3BYTE_BGR);
        packed.setRGB(1, 0, 0x102030);
        bytes.setRGB(1, 0, 0x102030);

        assertThat(InitImage.digest(packed)).isEqualTo(InitImage.digest(bytes));
    }

    @Test
    void reference_maskAndStrength_areInIt() {
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        mask.setRGB(0, 0, 0xffffff);

        InitImageReference reference = new InitImage(image, Optional.of(mask)).reference(0.6);

        assertThat(reference.strength()).isEqualTo(0.6);
        assertThat(reference.mask()).contains(InitImage.digest(mask)).isNotEqualTo(Optional.of(reference.image()));
    }
}
