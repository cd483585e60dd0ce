package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Conditions;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Asks a U-Net for the guided prediction of a batch; a network that is told the scale guides itself. The batch goes through the network in runs that are small enough
 * for its activations to fit into memory: an item's prediction does not depend on what else is in the run.
 */
final class NoisePredictor {
    /**
     * Most latents of a run, height times width times items: two guided images of 512x512, or one of 768x768. Beyond
     * that a larger run is no faster on a processor.
     */
    private static final int MOST_LATENTS = 4 * 64 * 64;

    private final UNet2DConditionModel unet;
    private final List<TextConditioning> texts;
    private final Guidance guidance;
    private final OptionalDouble scaleToTell;
    private final List<FloatTensor> extraChannels;

    /**
     * @param prompts one for each image
     * @param extraChannels [1, channels, h, w] for each image, after the latents' own; empty for none
     */
    NoisePredictor(UNet2DConditionModel unet, List<PromptEmbeddings> prompts, Guidance guidance,
            List<FloatTensor> extraChannels) {
        this.unet = unet;
        this.scaleToTell = unet.takesGuidanceScale() ? OptionalDouble.of(guidance.scale()) : OptionalDouble.empty();
        this.guidance = unet.takesGuidanceScale() ? Guidance.NONE : guidance;
        this.extraChannels = extraChannels;
        this.texts = new ArrayList<>();
        if (this.guidance.isActive()) {
            prompts.forEach(prompt -> texts.add(prompt.negative()));
        }
        prompts.forEach(prompt -> texts.add(prompt.positive()));
    }

    /**
     * The guided prediction.
     *
     * @param input [images, channels, h, w], as the scheduler scales it
     * @return values of the same shape
     */
    float[] predict(FloatTensor input, double timestep) {
        List<FloatTensor> predictions = new ArrayList<>();
        int run = itemsPerRun(input.shape());
        for (int from = 0; from < texts.size(); from += run) {
            predictions.add(predict(input, timestep, from, Math.min(from + run, texts.size())));
        }
        FloatTensor all = FloatTensor.join(predictions);
        return guidance.isActive() ? guidance.combine(all) : all.values(); // [negatives, positives]
    }

    private int itemsPerRun(Shape shape) {
        boolean alike = texts.stream().map(text -> text.textStates().shape()).distinct().count() == 1;
        int latents = shape.intSize(2) * shape.intSize(3);
        return alike ? Math.clamp(MOST_LATENTS / latents, 1, texts.size()) : 1;
    }

    private FloatTensor predict(FloatTensor input, double timestep, int from, int to) {
        int images = input.shape().intSize(0);
        List<FloatTensor> items = new ArrayList<>();
        TextConditioning text = texts.get(from);
        for (int item = from; item < to; item++) {
            items.add(item(input, item % images));
            text = item == from ? text : text.followedBy(texts.get(item));
        }
        FloatTensor run = FloatTensor.join(items);
        return unet.predict(run, (float) timestep, new Conditions(text.textStates(), text.sizes(), scaleToTell));
    }

    private FloatTensor item(FloatTensor input, int image) {
        FloatTensor latents = input.item(image);
        if (extraChannels.isEmpty()) {
            return latents;
        }
        FloatTensor extra = extraChannels.get(image);
        long[] sizes = latents.shape().toArray();
        sizes[1] += extra.shape().size(1);
        float[] both = new float[latents.values().length + extra.values().length];
        System.arraycopy(latents.values(), 0, both, 0, latents.values().length);
        System.arraycopy(extra.values(), 0, both, latents.values().length, extra.values().length);
        return FloatTensor.of(both, sizes);
    }
}
