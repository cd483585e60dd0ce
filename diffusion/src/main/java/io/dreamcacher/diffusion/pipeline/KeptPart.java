package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.scheduler.Scheduler;

/**
 * The part of a start image that inpainting keeps, for networks that know nothing of masks: after every step it is put
 * back, as noisy as the new part is then; after the last step as it was (RePaint without resampling, Lugmayr et al. 2022;
 * StableDiffusionInpaintPipeline of diffusers).
 *
 * @param original latents of the start image, [images, channels, h, w]
 * @param noise that they are noised with, the same in every step
 * @param mask 1 where the image is made anew, else 0, [h, w]
 */
record KeptPart(FloatTensor original, FloatTensor noise, FloatTensor mask) {
    /** The state with the kept part put back. */
    Scheduler.State restore(Scheduler scheduler, Scheduler.State state) {
        float[] kept = state.index() < scheduler.size()
                ? scheduler.addNoise(original.values(), noise.values(), state.index())
                : original.values();
        float[] latents = state.latents().clone();
        int plane = mask.values().length;
        for (int i = 0; i < latents.length; i++) {
            float anew = mask.values()[i % plane];
            latents[i] = (1 - anew) * kept[i] + anew * latents[i];
        }
        return state.withLatents(latents);
    }
}
