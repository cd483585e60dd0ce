package io.dreamcacher.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StartPictureTest {
    @Test
    void digest_onePixelOrTheShapeDiffers_differs() {
        BufferedImage wide = new BufferedImage(4, 2, BufferedImage.TYPE_INT_RGB);
        String before = StartPicture.digest(wide);
        String other = StartPicture.digest(new BufferedImage(2, 4, BufferedImage.TYPE_INT_RGB));
        wide.setRGB(3, 1, 0x000001);

        assertThat(before).hasSize(64).isNotEqualTo(other).isNotEqualTo(StartPicture.digest(wide));
    }

    @Test
    void digest_samePixelsInAnotherStorage_isTheSame() {
        BufferedImage packed = new BufferedImage(3, 1, BufferedImage.TYPE_INT_RGB);
        BufferedImage bytes = new BufferedImage(3, 1, BufferedImage.TYPE_3BYTE_BGR);
        packed.setRGB(1, 0, 0x102030);
        bytes.setRGB(1, 0, 0x102030);

        assertThat(StartPicture.digest(packed)).isEqualTo(StartPicture.digest(bytes));
    }

    @Test
    void reference_maskAndStrength_areInIt() {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        BufferedImage mask = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        mask.setRGB(0, 0, 0xffffff);

        StartReference reference = new StartPicture(picture, Optional.of(mask)).reference(0.6);

        assertThat(reference.strength()).isEqualTo(0.6);
        assertThat(reference.mask()).contains(StartPicture.digest(mask)).isNotEqualTo(Optional.of(reference.picture()));
    }
}
