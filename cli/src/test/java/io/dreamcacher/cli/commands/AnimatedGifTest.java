package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnimatedGifTest {
    private static BufferedImage gradient(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            int x = i % width;
            int y = i / width;
            picture.setRGB(x, y, (255 * x / width) << 16 | (255 * y / height) << 8 | 128);
        }
        return picture;
    }

    @Test
    void finish_framesAndDelay_arePlayedForEver() throws IOException {
        byte[] bytes;
        try (AnimatedGif gif = new AnimatedGif(7)) {
            gif.add(gradient(20, 10));
            gif.add(gradient(20, 10));
            gif.add(gradient(20, 10));
            bytes = gif.finish();
        }
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(bytes)));

        assertThat(reader.getNumImages(true)).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            IIOMetadataNode root = (IIOMetadataNode) reader.getImageMetadata(i)
                    .getAsTree("javax_imageio_gif_image_1.0");
            IIOMetadataNode control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
            assertThat(control.getAttribute("delayTime")).isEqualTo("7");
        }
        IIOMetadataNode first = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode loop = (IIOMetadataNode) first.getElementsByTagName("ApplicationExtension").item(0);
        assertThat(loop.getAttribute("applicationID")).isEqualTo("NETSCAPE");
        assertThat((byte[]) loop.getUserObject()).containsExactly(1, 0, 0);
    }

    @Test
    void close_ofAWalkThatWasNotFinished_closesItsGifAndWritesNothing(@TempDir Path folder) {
        InterpolationOutput output = InterpolationOutput.to(folder.resolve("walk.gif"), 10);
        output.add(gradient(8, 8));

        output.close();

        assertThatThrownBy(() -> output.add(gradient(8, 8))).rootCause().isInstanceOf(IOException.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void indexed_fewColours_areKeptExactly() {
        BufferedImage picture = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(5);
        int[] colours = random.ints(200, 0, 1 << 24).toArray();
        for (int i = 0; i < 256; i++) {
            picture.setRGB(i % 16, i / 16, colours[i % colours.length]);
        }

        BufferedImage indexed = AnimatedGif.indexed(picture);

        for (int i = 0; i < 256; i++) {
            assertThat(indexed.getRGB(i % 16, i / 16)).isEqualTo(0xff000000 | colours[i % colours.length]);
        }
    }

    @Test
    void indexed_manyColours_areDitheredToTheirMean() {
        BufferedImage picture = gradient(96, 96);
        BufferedImage indexed = AnimatedGif.indexed(picture);

        assertThat(((IndexColorModel) indexed.getColorModel()).getMapSize()).isEqualTo(256);
        for (int block = 0; block < 9; block++) {
            int left = block % 3 * 32;
            int top = block / 3 * 32;
            for (int shift = 0; shift <= 16; shift += 8) {
                assertThat(mean(indexed, left, top, shift)).isCloseTo(mean(picture, left, top, shift),
                        within(1.0));
            }
        }
    }

    private static double mean(BufferedImage picture, int left, int top, int shift) {
        return IntStream.range(0, 32 * 32)
                .map(i -> picture.getRGB(left + i % 32, top + i / 32) >> shift & 0xff)
                .average()
                .orElseThrow();
    }
}
