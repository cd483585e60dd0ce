package io.dreamcacher.collections.download;

import io.dreamcacher.image.Jpeg;
import io.dreamcacher.image.Png;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;

/** Picture files of all kinds. */
final class SamplePictures {
    private SamplePictures() {}

    /** Red left, blue right. */
    static BufferedImage halves(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width - width / 2, height);
        graphics.dispose();
        return image;
    }

    static byte[] jpeg(int width, int height) {
        return Jpeg.encode(halves(width, height), 90);
    }

    static byte[] png(int width, int height) {
        return Png.encode(halves(width, height));
    }

    static byte[] deepPng(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(
                new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false,
                        false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT),
                Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, width, height, 3, null), false, null);
        WritableRaster raster = image.getRaster();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                raster.setPixel(x, y, new int[]{65_535, 257 * x, 257 * y});
            }
        }
        return written(image, "png");
    }

    /** 100 megapixels in a few kilobytes. */
    static byte[] hugePng() throws IOException {
        return written(new BufferedImage(10_000, 10_000, BufferedImage.TYPE_BYTE_BINARY), "png");
    }

    static byte[] cmykJpeg() throws IOException {
        return golden("cmyk.jpg");
    }

    static byte[] animatedWebp() throws IOException {
        return golden("moving.webp");
    }

    private static byte[] golden(String name) throws IOException {
        return Files.readAllBytes(Path.of("../image/src/test/resources/io/dreamcacher/image/golden").resolve(name));
    }

    static byte[] animatedGif(int width, int height) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            for (int frame = 0; frame < 3; frame++) {
                BufferedImage image = halves(width, height);
                IIOMetadata metadata = writer.getDefaultImageMetadata(new ImageTypeSpecifier(image), null);
                writer.writeToSequence(new IIOImage(image, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] written(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
