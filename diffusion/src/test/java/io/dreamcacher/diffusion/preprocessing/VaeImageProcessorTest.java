package io.dreamcacher.diffusion.preprocessing;

import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Start image and mask as VaeImageProcessor of diffusers 0.40 brings them to another size. */
final class VaeImageProcessorTest {
    private static final String FILE = "tiny-sd1-golden/preprocessed.safetensors";
    private static final ImageSize SIZE = new ImageSize(96, 64);

    private static BufferedImage input(String name) throws IOException {
        return ImageIO.read(GoldenFiles.shared("inputs/" + name).toFile());
    }

    @Test
    void image_otherSize_agreesWithDiffusers() throws IOException {
        FloatTensor expected = floats(SafetensorsFile.open(GoldenFiles.shared(FILE)), "image");
        FloatTensor actual = FloatTensor.of(VaeImageProcessor.image(input("start-100x70.png"), SIZE), 1, 3, 64, 96);
        GoldenFiles.assertClose("picture", actual, expected, tolerance(FILE, "image"));
    }

    @Test
    void mask_otherSize_isThatOfDiffusers() throws IOException {
        FloatTensor expected = floats(SafetensorsFile.open(GoldenFiles.shared(FILE)), "mask");
        assertThat(VaeImageProcessor.mask(input("mask-100x70.png"), SIZE)).isEqualTo(expected.values());
    }

    @Test
    void image_transparency_isDropped() {
        BufferedImage clear = new BufferedImage(4, 4, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 16; i++) {
            clear.setRGB(i % 4, i / 4, 0x00FF0000);
        }
        float[] values = VaeImageProcessor.image(clear, new ImageSize(2, 2));
        assertThat(values).containsExactly(1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1);
    }
}
