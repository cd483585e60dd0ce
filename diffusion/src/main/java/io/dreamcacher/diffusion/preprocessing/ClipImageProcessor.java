package io.dreamcacher.diffusion.preprocessing;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.image.PillowResize;
import io.dreamcacher.image.Pixels;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.nio.file.Path;

/**
 * Makes the input of a CLIP image tower from an image: shorter side to the model's size by Pillow's bicubic filter,
 * centre crop, bytes to numbers, normalised by channel. Immutable and thread-safe.
 */
public final class ClipImageProcessor {
    private final ClipImageConfig config;
    private final ImageConvention convention;

    private ClipImageProcessor(ClipImageConfig config, ImageConvention convention) {
        this.config = config;
        this.convention = convention;
    }

    /**
     * Reads a {@code preprocessor_config.json}; what it leaves out is as in transformers' {@code CLIPImageProcessor}.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if the file is missing, malformed or asks for what is not supported
     */
    public static ClipImageProcessor fromConfig(Path file, ImageConvention convention) {
        return new ClipImageProcessor(ClipImageConfig.read(file), convention);
    }

    /** As OpenAI's code prepares images for a tower that takes squares of a size, in pixels. */
    public static ClipImageProcessor ofSize(int size, ImageConvention convention) {
        return new ClipImageProcessor(ClipImageConfig.ofSize(size), convention);
    }

    /** Height and width of what {@link #process} returns, in pixels. */
    public int size() {
        return config.crop();
    }

    /**
     * The tensor for one image.
     *
     * @return shape [3, {@link #size}, {@link #size}]: red, green, blue plane, each row by row; owned by the caller
     * @throws DreamCacherException
     *             {@code BAD_REQUEST} if the image is too narrow or, where the model does not resize, too small
     */
    public float[] process(BufferedImage image) {
        Pixels pixels = pixels(image);
        int plane = pixels.width() * pixels.height();
        float[] tensor = new float[3 * plane];
        for (int channel = 0; channel < 3; channel++) {
            float mean = config.mean().get(channel).floatValue();
            float std = config.std().get(channel).floatValue();
            for (int i = 0; i < plane; i++) {
                float value = (float) ((pixels.data()[i * 3 + channel] & 0xff) * config.rescaleFactor());
                tensor[channel * plane + i] = (value - mean) / std;
            }
        }
        return tensor;
    }

    /**
     * What the tower sees of an image, before bytes become numbers.
     *
     * @throws DreamCacherException
     *             as {@link #process} does
     */
    public SeenImage see(BufferedImage image) {
        Pixels resized = resized(image);
        int left = convention.cropOffset(resized.width(), config.crop());
        int top = convention.cropOffset(resized.height(), config.crop());
        return new SeenImage(cropped(resized).toImage(), resized.width(), resized.height(), left, top);
    }

    /** The image resized and cropped, in RGB. */
    Pixels pixels(BufferedImage image) {
        return cropped(resized(image));
    }

    private Pixels cropped(Pixels resized) {
        int crop = config.crop();
        if (resized.width() < crop || resized.height() < crop)
            throw DreamCacherException.badRequest("A picture for this model must be at least %d x %d; found %d x %d."
                    .formatted(crop, crop, resized.width(), resized.height()));
        return resized.cropRgb(convention.cropOffset(resized.width(), crop),
                convention.cropOffset(resized.height(), crop), crop, crop);
    }

    private Pixels resized(BufferedImage image) {
        boolean ownColorModel = convention == ImageConvention.OPENAI;
        boolean indexed = image.getColorModel() instanceof IndexColorModel;
        Pixels pixels = Pixels.of(image, ownColorModel && !indexed);
        if (!config.resize())
            return pixels;
        int width = side(image.getWidth(), image.getHeight());
        int height = side(image.getHeight(), image.getWidth());
        return ownColorModel && indexed
                ? PillowResize.nearest(pixels, width, height)
                : PillowResize.bicubic(pixels, width, height);
    }

    /** The new length of a side: the shorter one is given, the longer one keeps the proportion, cut to whole pixels. */
    private int side(int length, int otherLength) {
        long shortestEdge = config.shortestEdge();
        if (length <= otherLength)
            return (int) shortestEdge;
        double longer = (double) (shortestEdge * length) / otherLength;
        if (longer * shortestEdge * 4 > Integer.MAX_VALUE)
            throw DreamCacherException.badRequest("A picture must not be as narrow as %d x %d: at this model's size "
                    .formatted(length, otherLength) + "its long side would be %.0f pixels.".formatted(longer));
        return (int) longer;
    }

    /** The two orders of preprocessing in use; for opaque RGB images they differ at most by one pixel of crop offset. */
    public enum ImageConvention {
        /**
         * As openai/CLIP with torchvision: resize in the image's own colour model (palette and bilevel by nearest
         * neighbour, transparency premultiplied), crop at half the surplus rounded half to even, convert to RGB last.
         */
        OPENAI {
            @Override
            int cropOffset(int size, int crop) {
                return (int) Math.rint((size - crop) / 2.0);
            }
        },
        /** As transformers' {@code CLIPImageProcessor}: to RGB first, transparency dropped; crop offset rounded down. */
        TRANSFORMERS {
            @Override
            int cropOffset(int size, int crop) {
                return (size - crop) / 2;
            }
        };

        /** Where a centre crop begins, for a size not below it. */
        abstract int cropOffset(int size, int crop);
    }

    /**
     * What a CLIP image tower sees of an image, and how it was cut out.
     *
     * @param image
     *            the square that is left, opaque RGB; owned by the caller
     * @param resizedWidth
     *            of the whole image after resizing, in pixels
     * @param resizedHeight
     *            of the whole image after resizing, in pixels
     * @param left
     *            first column of the square in the resized image
     * @param top
     *            first row of the square in the resized image
     */
    public record SeenImage(BufferedImage image, int resizedWidth, int resizedHeight, int left, int top) {}
}
