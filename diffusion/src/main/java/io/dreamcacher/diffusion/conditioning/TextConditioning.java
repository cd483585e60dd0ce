package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import java.util.Optional;

/**
 * What a prompt tells the U-Net.
 *
 * @param textStates [batch, tokens, width]
 * @param sizes pooled text and image sizes; empty but for SDXL
 */
public record TextConditioning(FloatTensor textStates, Optional<Sizes> sizes) {
    /** Both, one after the other along the batch. */
    public TextConditioning followedBy(TextConditioning other) {
        Optional<Sizes> joined = sizes.flatMap(mine -> other.sizes.map(theirs -> new Sizes(
                mine.pooledText().followedBy(theirs.pooledText()), mine.sizes().followedBy(theirs.sizes()))));
        return new TextConditioning(textStates.followedBy(other.textStates), joined);
    }

    /** Zeros in the place of states and pooled text; the image's sizes stay. */
    public TextConditioning zeroed() {
        return new TextConditioning(zeros(textStates),
                sizes.map(mine -> new Sizes(zeros(mine.pooledText()), mine.sizes())));
    }

    private static FloatTensor zeros(FloatTensor like) {
        return new FloatTensor(like.shape(), new float[like.values().length]);
    }

    /** With other image sizes, [batch, 6], where there are any. */
    public TextConditioning withSizes(FloatTensor others) {
        return new TextConditioning(textStates, sizes.map(mine -> new Sizes(mine.pooledText(), others)));
    }
}
