package io.dreamcacher.generator;

import java.awt.image.BufferedImage;

/**
 * What a generator made of a job.
 *
 * @param image sRGB, 8 bits a channel, of exactly the size asked for
 * @param flagged whether the model's safety checker objected to it; {@code false} where nothing was checked
 */
public record Drawing(BufferedImage image, boolean flagged) {
    /** An image that nobody objected to. */
    public static Drawing of(BufferedImage image) {
        return new Drawing(image, false);
    }
}
