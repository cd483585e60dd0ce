package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.FloatTensor;

/**
 * What a U-Net sees of a prompt. Both sides have equally many states, so that they can go through the network together.
 *
 * @param positive of the prompt; a batch of one
 * @param negative of the negative prompt; a batch of one, not looked at without guidance
 */
public record PromptEmbeddings(TextConditioning positive, TextConditioning negative) {
    /** With other image sizes, [1, 6], where there are any. */
    public PromptEmbeddings withSizes(FloatTensor ofPositive, FloatTensor ofNegative) {
        return new PromptEmbeddings(positive.withSizes(ofPositive), negative.withSizes(ofNegative));
    }
}
