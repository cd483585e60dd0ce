package io.dreamcacher.cli.commands;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * An animated GIF89a that is played for ever: each frame has a palette of its own and is dithered by error diffusion
 * (Floyd and Steinberg 1976). One owner; not thread-safe.
 */
final class AnimatedGif implements AutoCloseable {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes);
    private final ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    private final int delay;

    /**
     * @param delay of each frame in hundredths of a second; players take less than 2 for 10
     */
    AnimatedGif(int delay) {
        this.delay = delay;
        writer.setOutput(stream);
        try {
            writer.prepareWriteSequence(null);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** Adds a frame; all have the size of the first. */
    void add(BufferedImage frame) {
        BufferedImage indexed = indexed(frame);
        try {
            writer.writeToSequence(new IIOImage(indexed, null, metadata(indexed)), null);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    /** Ends the file and returns it. */
    byte[] finish() {
        try {
            writer.endWriteSequence();
            stream.flush();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return bytes.toByteArray();
    }

    private IIOMetadata metadata(BufferedImage frame) throws IOException {
        IIOMetadata metadata = writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(frame), null);
        IIOMetadataNode root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        IIOMetadataNode control = (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        control.setAttribute("disposalMethod", "doNotDispose");
        control.setAttribute("delayTime", Integer.toString(delay));
        root.appendChild(playedForEver());
        metadata.setFromTree(FORMAT, root);
        return metadata;
    }

    /** Netscape's application extension: sub-block 1, and 0 rounds, which means without end. */
    private static IIOMetadataNode playedForEver() {
        IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
        extension.setAttribute("applicationID", "NETSCAPE");
        extension.setAttribute("authenticationCode", "2.0");
        extension.setUserObject(new byte[]{1, 0, 0});
        IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
        extensions.appendChild(extension);
        return extensions;
    }

    /** Each pixel takes the nearest colour; its error goes on to the right and below, by 7, 3, 5 and 1 sixteenths. */
    static BufferedImage indexed(BufferedImage frame) {
        int width = frame.getWidth();
        int height = frame.getHeight();
        GifPalette palette = GifPalette.of(frame);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, palette.model());
        WritableRaster raster = indexed.getRaster();
        int[][] errors = new int[width + 2][3];
        int[][] below = new int[width + 2][3];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int index = place(frame.getRGB(x, y), palette, errors, below, x + 1);
                raster.setSample(x, y, 0, index);
            }
            errors = below;
            below = new int[width + 2][3];
        }
        return indexed;
    }

    /** Errors are in sixteenths of a level; arrays have a column more on either side. */
    private static int place(int rgb, GifPalette palette, int[][] errors, int[][] below, int at) {
        int[] wanted = new int[3];
        for (int channel = 0; channel < 3; channel++) {
            wanted[channel] = Math.clamp(((rgb >> (16 - 8 * channel)) & 0xff) + ((errors[at][channel] + 8) >> 4), 0,
                    255);
        }
        int index = palette.nearest(wanted[0], wanted[1], wanted[2]);
        for (int channel = 0; channel < 3; channel++) {
            int error = wanted[channel] - (palette.colour(index) >> (16 - 8 * channel) & 0xff);
            errors[at + 1][channel] += 7 * error;
            below[at - 1][channel] += 3 * error;
            below[at][channel] += 5 * error;
            below[at + 1][channel] += error;
        }
        return index;
    }

    private static UncheckedIOException inMemory(IOException e) {
        return new UncheckedIOException("A GIF in memory could not be written.", e);
    }

    @Override
    public void close() {
        writer.dispose();
        try {
            stream.close();
        } catch (IOException e) {
            throw inMemory(e);
        }
    }
}
