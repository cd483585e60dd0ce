package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * What a call made.
 *
 * @param images sRGB, 8 bits a channel, in the order of the seeds
 * @param verdicts of the model's safety checker, one an image; no objection where nothing was checked
 * @param latents they were decoded from, [images, channels, h, w], scaled as the loop leaves them
 */
public record PipelineResult(List<BufferedImage> images, List<SafetyVerdict> verdicts, FloatTensor latents) {
    /** Copies the lists. */
    public PipelineResult {
        images = List.copyOf(images);
        verdicts = List.copyOf(verdicts);
    }

    /** The only image of a call for one. */
    public BufferedImage image() {
        if (images.size() != 1) {
            throw new IllegalStateException("A single picture was asked of a batch of " + images.size());
        }
        return images.getFirst();
    }
}
