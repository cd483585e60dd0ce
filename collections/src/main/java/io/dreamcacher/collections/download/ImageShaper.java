package io.dreamcacher.collections.download;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.ImageHeader;
import io.dreamcacher.image.Jpeg;
import io.dreamcacher.image.PillowResize;
import io.dreamcacher.image.Pixels;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.concurrent.Semaphore;

/**
 * Makes of the bytes that came what is stored. The kind of a file is told by its bytes; its size is checked before it is
 * decoded. As many pictures at once as there are processors. Thread-safe.
 */
final class ImageShaper {
    private static final String NAME = "what came";
    private static final int WHITE = 255;

    private final ImageForm form;
    private final long mostPixels;
    private final ImageFileReader reader;
    private final Semaphore processors = new Semaphore(Runtime.getRuntime().availableProcessors());

    ImageShaper(ImageForm form, DownloadLimits limits) {
        this.form = form;
        this.mostPixels = limits.pixels();
        this.reader = new ImageFileReader(limits.bytes(), limits.pixels());
    }

    LinkResult make(byte[] file) throws InterruptedException {
        try {
            ImageHeader header = reader.header(file, NAME);
            if (form.resize() == ImageForm.Resize.NO) {
                return new LinkResult.Success(new ImageFile(file, header.type()), header.size(), header.size(),
                        file.length);
            }
            return resized(file, header.size());
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.BAD_REQUEST || e.category() == FailureCategory.EXHAUSTED) {
                return new LinkResult.Failure(LinkResult.Failure.RESIZE, e.getMessage());
            }
            throw e;
        }
    }

    private LinkResult resized(byte[] file, ImageSize original) throws InterruptedException {
        ImageSize scaled = scaled(original);
        if ((long) scaled.width() * scaled.height() > mostPixels) {
            return new LinkResult.Failure(LinkResult.Failure.RESIZE,
                    "A picture may have %,d pixels, but this one of %dx%d would have %dx%d"
                            .formatted(mostPixels, original.width(), original.height(), scaled.width(),
                                    scaled.height()));
        }
        processors.acquire();
        try {
            Pixels pixels = Pixels.onWhite(reader.read(file, NAME));
            BufferedImage image = shaped(PillowResize.areaOrLanczos(pixels, scaled.width(), scaled.height())).toImage();
            byte[] jpeg = Jpeg.encode(image, form.quality());
            return new LinkResult.Success(new ImageFile(jpeg, MediaType.JPEG),
                    new ImageSize(image.getWidth(), image.getHeight()),
                    original, file.length);
        } finally {
            processors.release();
        }
    }

    /** The size before anything is cut off or put around. */
    private ImageSize scaled(ImageSize original) {
        int side = form.resize() == ImageForm.Resize.BORDER
                ? Math.max(original.width(), original.height())
                : Math.min(original.width(), original.height());
        double scale = (double) form.size() / side;
        return new ImageSize(side(original.width(), scale), side(original.height(), scale));
    }

    private static int side(int length, double scale) {
        return (int) Math.clamp(Math.round(length * scale), 1L, Integer.MAX_VALUE);
    }

    private Pixels shaped(Pixels scaled) {
        int size = form.size();
        return switch (form.resize()) {
            case KEEP_RATIO, NO -> scaled;
            case CENTRE_CROP -> scaled.cropRgb((scaled.width() - size) / 2, (scaled.height() - size) / 2, size, size);
            case BORDER -> scaled.padRgb((size - scaled.width()) / 2, (size - scaled.height()) / 2, size, size, WHITE);
        };
    }
}
