package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.safety.SafetyVerdict;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * What a call made.
 *
 * @param pictures sRGB, 8 bits a channel, in the order of the seeds
 * @param verdicts of the model's safety checker, one a picture; no objection where nothing was checked
 * @param latents they were decoded from, [pictures, channels, h, w], scaled as the loop leaves them
 */
public record PipelineResult(List<BufferedImage> pictures, List<SafetyVerdict> verdicts, FloatTensor latents) {
    /** Copies the lists. */
    public PipelineResult {
        pictures = List.copyOf(pictures);
        verdicts = List.copyOf(verdicts);
    }

    /** The only picture of a call for one. */
    public BufferedImage picture() {
        if (pictures.size() != 1) {
            throw new IllegalStateException("A single picture was asked of a batch of " + pictures.size());
        }
        return pictures.getFirst();
    }
}
