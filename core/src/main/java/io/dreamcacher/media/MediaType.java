package io.dreamcacher.media;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A format that images are made, stored and served in (IANA's media types). */
public enum MediaType {
    /** Portable Network Graphics: lossless. */
    PNG("png"),
    /** What cameras write: lossy. */
    JPEG("jpeg"),
    /** Lossy or lossless. */
    WEBP("webp"),
    /** Up to 256 colours, perhaps several frames. */
    GIF("gif"),
    /** Windows bitmap. */
    BMP("bmp"),
    /** Tagged Image File Format. */
    TIFF("tiff");

    private final String subtype;

    MediaType(String subtype) {
        this.subtype = subtype;
    }

    /** Such as {@code image/png}. */
    public String value() {
        return "image/" + subtype;
    }

    /** What the names of such files end with, without the dot. */
    public String fileEnding() {
        return this == JPEG ? "jpg" : subtype;
    }

    /** The type of this name, its parameters left out; empty when it is none of these. */
    public static Optional<MediaType> of(String value) {
        String name = value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(type -> type.value().equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return value();
    }
}
