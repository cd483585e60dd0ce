package io.dreamcacher.testkit.media;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Image files as anybody's program writes them. */
public final class EncodedImages {
    private EncodedImages() {}

    /** Without loss. */
    public static ImageFile png(BufferedImage image) {
        return as(MediaType.PNG, image);
    }

    /** Without loss; opaque. */
    public static ImageFile webp(BufferedImage image) {
        return as(MediaType.WEBP, image);
    }

    /** What bytes begin as; empty when it is none of the formats that generators give. */
    public static Optional<MediaType> typeOf(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 12), StandardCharsets.ISO_8859_1);
        if (start.startsWith("\u0089PNG")) {
            return Optional.of(MediaType.PNG);
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of(MediaType.JPEG);
        }
        return Optional.of(MediaType.WEBP).filter(webp -> start.startsWith("RIFF") && start.startsWith("WEBP", 8));
    }

    /** Width and height of a file, which is WebP as it is written here, or of a format that the JDK reads. */
    public static ImageSize sizeOf(ImageFile file) {
        if (file.type() == MediaType.WEBP) {
            return LosslessWebp.size(file.bytes());
        }
        try {
            BufferedImage image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file.bytes())));
            return new ImageSize(image.getWidth(), image.getHeight());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pixels of a file of a format that the JDK reads. */
    public static BufferedImage decoded(ImageFile file) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.bytes()));
            if (image == null) {
                throw DreamCacherException.badRequest("The stored file must be an image that the JDK reads.");
            }
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of a type that the JDK writes, or of WebP. */
    public static ImageFile as(MediaType type, BufferedImage image) {
        if (type == MediaType.WEBP) {
            return new ImageFile(new LosslessWebp(image).file(), type);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, type.fileEnding(), out)) {
                throw new IllegalArgumentException("the JDK does not write %s of such an image".formatted(type));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ImageFile(out.toByteArray(), type);
    }
}
