package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.image.BufferedImage;

/**
 * What the images of a call start from. Start images and masks are brought to the size asked for, whatever theirs,
 * by Pillow's Lanczos filter; transparency is dropped.
 */
sealed interface DiffusionTask {
    /** The scheduler's call that is made first. */
    int firstCall(Scheduler scheduler);

    /** Nothing but noise: text to image. */
    record Text2Img() implements DiffusionTask {
        @Override
        public int firstCall(Scheduler scheduler) {
            return 0;
        }
    }

    /**
     * Noise that was drawn elsewhere, such as that between two seeds.
     *
     * @param latents standard normal, [images, channels, h, w]
     */
    record FromLatents(FloatTensor latents) implements DiffusionTask {
        @Override
        public int firstCall(Scheduler scheduler) {
            return 0;
        }
    }

    /**
     * An image that is changed: image to image (SDEdit, Meng et al. 2021).
     *
     * @param image of any size
     * @param strength share of the steps that are run, above 0 to 1
     */
    record Img2Img(BufferedImage image, double strength) implements DiffusionTask {
        @Override
        public int firstCall(Scheduler scheduler) {
            return DiffusionTask.firstCall(scheduler, strength);
        }
    }

    /**
     * An image part of which is made anew: inpainting.
     *
     * @param image of any size
     * @param mask white (128 or more of 255 once it has the size asked for) where the image is made anew; of any size
     * @param strength share of the steps that are run, above 0 to 1; at 1 the new part starts from noise alone
     */
    record Inpainting(BufferedImage image, BufferedImage mask, double strength) implements DiffusionTask {
        @Override
        public int firstCall(Scheduler scheduler) {
            return DiffusionTask.firstCall(scheduler, strength);
        }
    }

    /**
     * The scheduler's call that is made first when an image is changed with a strength: {@code get_timesteps} of
     * diffusers' image-to-image pipelines, which keeps the last {@code (int) (steps * strength)} steps.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if the strength leaves no step
     */
    static int firstCall(Scheduler scheduler, double strength) {
        if (!(strength > 0) || strength > 1) {
            throw DreamCacherException.badRequest(
                    "strength must be above 0 and at most 1; found %s. At 0 the start picture would not change."
                            .formatted(strength));
        }
        int steps = scheduler.steps();
        int run = (int) (steps * strength);
        if (run < 1) {
            throw DreamCacherException.badRequest(
                    "strength must leave one step at least; %s of %d steps leaves none. Choose %s or more, or more steps."
                            .formatted(strength, steps, Math.ceil(1000.0 / steps) / 1000));
        }
        return (steps - run) * scheduler.callsPerStep();
    }
}
