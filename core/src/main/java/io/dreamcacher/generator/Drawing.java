package io.dreamcacher.generator;

import java.awt.image.BufferedImage;

/**
 * What a generator made of a job.
 *
 * @param picture sRGB, 8 bits a channel, of exactly the size asked for
 * @param flagged whether the model's safety checker objected to it; {@code false} where nothing was checked
 */
public record Drawing(BufferedImage picture, boolean flagged) {
    /** A picture that nobody objected to. */
    public static Drawing of(BufferedImage picture) {
        return new Drawing(picture, false);
    }
}
