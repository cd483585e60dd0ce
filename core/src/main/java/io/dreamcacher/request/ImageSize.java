package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Size of an image.
 *
 * @param width in pixels, 1 or more
 * @param height in pixels, 1 or more
 */
public record ImageSize(int width, int height) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\s*[xX×]\\s*(\\d{1,6})");

    /** Refuses sizes below one pixel. */
    public ImageSize {
        if (width < 1 || height < 1) {
            throw DreamCacherException.badRequest(
                    "A picture is at least 1x1 pixels, but %dx%d was asked for.".formatted(width, height));
        }
    }

    /** Reads {@code WIDTHxHEIGHT}, such as {@code 512x768}. */
    public static ImageSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw DreamCacherException.badRequest(
                    "A size is written WIDTHxHEIGHT in pixels, such as 512x768, but \"%s\" was given.".formatted(text));
        }
        return new ImageSize(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    /** Number of pixels. */
    public long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
