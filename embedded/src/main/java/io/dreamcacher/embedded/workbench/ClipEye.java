package io.dreamcacher.embedded.workbench;

import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ImageConvention;
import io.dreamcacher.diffusion.preprocessing.SeenPicture;
import java.awt.image.BufferedImage;
import java.nio.file.Path;

/** Shows what a CLIP sees of images: resized, cropped, in RGB. Immutable and thread-safe. */
public final class ClipEye {
    private final ClipImageProcessor processor;

    private ClipEye(ClipImageProcessor processor) {
        this.processor = processor;
    }

    /** The two orders of work in use; for opaque RGB images they differ at most by one pixel of crop offset. */
    public enum Order {
        /** openai/CLIP's: resized in the image's own colours, to RGB last. What search uses. */
        OPENAI(ImageConvention.OPENAI),
        /** transformers': to RGB first, transparency dropped. */
        TRANSFORMERS(ImageConvention.TRANSFORMERS);

        private final ImageConvention convention;

        Order(ImageConvention convention) {
            this.convention = convention;
        }
    }

    /**
     * What is left of an image.
     *
     * @param image the square the tower sees; owned by the caller
     * @param resizedWidth width of the whole image after resizing
     * @param resizedHeight height of the whole image after resizing
     * @param left first column of the square in the resized image
     * @param top first row of the square in the resized image
     */
    public record View(BufferedImage image, int resizedWidth, int resizedHeight, int left, int top) {}

    /**
     * Reads a {@code preprocessor_config.json}.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if it is missing or asks for what is not
     *         supported
     */
    public static ClipEye open(Path config, Order order) {
        return new ClipEye(ClipImageProcessor.fromConfig(config, order.convention));
    }

    /** Width and height of what it sees, in pixels. */
    public int size() {
        return processor.size();
    }

    /**
     * Resizes and crops an image.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if it is too narrow or too small
     */
    public View see(BufferedImage image) {
        SeenPicture seen = processor.see(image);
        return new View(seen.image(), seen.resizedWidth(), seen.resizedHeight(), seen.left(), seen.top());
    }
}
