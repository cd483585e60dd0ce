package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.SeedVariation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * What one run of a pipeline makes: one image or a batch of them that go through the networks together.
 *
 * @param prompts what the images show; one for all, or one each
 * @param framing their size
 * @param guidance towards the prompts
 * @param scheduler built for the number of steps
 * @param seeds of the noise, and how many images there are
 * @param task what they are made from
 */
public record PipelineCall(PromptInput prompts, Framing framing, Guidance guidance, Scheduler scheduler, Seeds seeds,
        DiffusionTask task) {

    private static final double DIFFUSERS_GUIDANCE = 7.5;

    /** Refuses numbers of prompts and images that do not fit. */
    public PipelineCall {
        if (prompts.size() != 1 && prompts.size() != seeds.images()) {
            throw new IllegalArgumentException("A call needs one prompt, or as many as its %d pictures; found %d"
                    .formatted(seeds.images(), prompts.size()));
        }
        if (task instanceof DiffusionTask.FromLatents given && given.latents().shape().size(0) != seeds.images()) {
            throw new IllegalArgumentException("Start latents of %d pictures must be as many; found the shape %s"
                    .formatted(seeds.images(), given.latents().shape()));
        }
    }

    /** An image of a prompt, with guidance 7.5 as in diffusers. */
    public static PipelineCall of(String prompt, ImageSize size, Scheduler scheduler, long seed) {
        return new PipelineCall(new PromptInput.Words(List.of(Prompt.of(prompt))), Framing.of(size),
                Guidance.of(DIFFUSERS_GUIDANCE), scheduler, Seeds.of(seed), new DiffusionTask.Text2Img());
    }

    /** With other prompts. */
    public PipelineCall withPrompts(PromptInput value) {
        return new PipelineCall(value, framing, guidance, scheduler, seeds, task);
    }

    /** With prompts that are read in another way; text states are what they are. */
    public PipelineCall withPromptOptions(PromptOptions value) {
        return switch (prompts) {
            case PromptInput.Words words -> withPrompts(new PromptInput.Words(words.prompts(), value));
            case PromptInput.States states -> this;
        };
    }

    /** With one prompt for all images, read as diffusers does. */
    public PipelineCall withPrompt(Prompt value) {
        return withPrompts(new PromptInput.Words(List.of(value)));
    }

    /** With another size. */
    public PipelineCall withFraming(Framing value) {
        return new PipelineCall(prompts, value, guidance, scheduler, seeds, task);
    }

    /** With other guidance. */
    public PipelineCall withGuidance(Guidance value) {
        return new PipelineCall(prompts, framing, value, scheduler, seeds, task);
    }

    /** With another scheduler. */
    public PipelineCall withScheduler(Scheduler value) {
        return new PipelineCall(prompts, framing, guidance, value, seeds, task);
    }

    /** With other noise. */
    public PipelineCall withSeeds(Seeds value) {
        return new PipelineCall(prompts, framing, guidance, scheduler, value, task);
    }

    /** With both prompts and noise of other images, one each. */
    public PipelineCall withImages(PromptInput otherPrompts, Seeds otherSeeds) {
        return new PipelineCall(otherPrompts, framing, guidance, scheduler, otherSeeds, task);
    }

    /** From something else. */
    public PipelineCall withTask(DiffusionTask value) {
        return new PipelineCall(prompts, framing, guidance, scheduler, seeds, value);
    }

    /**
     * Classifier-free guidance (Ho and Salimans 2022): away from what the network predicts for the negative prompt, towards
     * what it predicts for the prompt.
     *
     * @param scale how far; up to 1 the negative prompt is left out, as in diffusers
     * @param rescale share by which the result gets the prompt's own standard deviation back (Lin et al. 2023, section
     *        3.4); 0 to 1, mostly 0
     */
    public record Guidance(double scale, double rescale) {
        /** No guidance: the prediction for the prompt as it is. */
        public static final Guidance NONE = of(1);

        /** Refuses numbers that make no sense. */
        public Guidance {
            if (!(scale >= 0) || !Double.isFinite(scale) || !(rescale >= 0) || rescale > 1) {
                throw new IllegalArgumentException(
                        "Guidance must have a finite scale of 0 or more and a rescale from 0 to 1; found %s and %s"
                                .formatted(scale, rescale));
            }
        }

        /** Guidance without rescaling. */
        public static Guidance of(double scale) {
            return new Guidance(scale, 0);
        }

        /** Whether predictions for the negative prompt are needed. */
        public boolean isActive() {
            return scale > 1;
        }

        /**
         * Predictions for negative prompts, then as many for prompts, [2 batch, channels, h, w], to one for each pair:
         * {@code u + scale (c - u)}.
         *
         * @return the values of a tensor [batch, channels, h, w], in an array of the caller's own
         */
        public float[] combine(FloatTensor predictions) {
            float[] both = predictions.values();
            int length = both.length / 2;
            float factor = (float) scale;
            float[] guided = new float[length];
            for (int i = 0; i < length; i++) {
                guided[i] = both[i] + factor * (both[length + i] - both[i]);
            }
            if (rescale > 0) {
                int image = both.length / predictions.shape().intSize(0);
                for (int start = 0; start < length; start += image) {
                    rescale(guided, both, start, image);
                }
            }
            return guided;
        }

        private void rescale(float[] guided, float[] both, int start, int length) {
            double ratio = standardDeviation(both, guided.length + start, length)
                    / standardDeviation(guided, start, length);
            float factor = (float) (rescale * ratio + 1 - rescale);
            for (int i = start; i < start + length; i++) {
                guided[i] *= factor;
            }
        }

        private static double standardDeviation(float[] values, int start, int length) {
            double sum = 0;
            for (int i = start; i < start + length; i++) {
                sum += values[i];
            }
            double mean = sum / length;
            double squares = 0;
            for (int i = start; i < start + length; i++) {
                squares += (values[i] - mean) * (values[i] - mean);
            }
            return Math.sqrt(squares / (length - 1));
        }
    }

    /**
     * Where the noise of a call's images comes from: a generator for each image, so that a batch gives the same images
     * as single calls, or one that all images draw from together.
     *
     * @param generators seed of each generator: one an image, or one for all
     * @param images how many images to make, 1 or more
     * @param noise whose generators they are
     * @param variation turns the noise of every image towards that of another seed; empty for none
     * @param everyDrawVaries whether the variation turns all noise, also that which a sampler draws on its way, so that at
     *        strength 1 the image is the other seed's; if not, it turns the start noise alone, as in AUTOMATIC1111
     */
    public record Seeds(List<Long> generators, int images, NoiseGenerator noise,
            Optional<SeedVariation> variation, boolean everyDrawVaries) {
        /** Copies the list; refuses counts that do not fit. */
        public Seeds {
            generators = List.copyOf(generators);
            if (images < 1 || (generators.size() != 1 && generators.size() != images)) {
                throw new IllegalArgumentException(
                        "Images need one generator together or one each; found %d for %d"
                                .formatted(generators.size(), images));
            }
        }

        /** One image. */
        public static Seeds of(long seed) {
            return each(List.of(seed));
        }

        /** An image of each seed. */
        public static Seeds each(List<Long> seeds) {
            return new Seeds(seeds, seeds.size(), NoiseGenerator.TORCH_CPU, Optional.empty(), false);
        }

        /** So many images whose seeds follow one another. */
        public static Seeds following(long first, int images) {
            return each(LongStream.range(first, first + images).boxed().toList());
        }

        /** So many images, drawn from one generator: what a batch is in diffusers with a single generator. */
        public static Seeds oneGenerator(long seed, int images) {
            return new Seeds(Collections.singletonList(seed), images, NoiseGenerator.TORCH_CPU, Optional.empty(),
                    false);
        }

        /**
         * One image between those of two seeds: every draw of noise lies on the sphere between theirs.
         *
         * @param part of the way from the first to the second, 0 to 1; at either end the image is that seed's
         */
        public static Seeds between(long first, long second, double part) {
            Seeds seeds = of(first);
            return part == 0
                    ? seeds
                    : new Seeds(seeds.generators, 1, seeds.noise, Optional.of(new SeedVariation(second, part)), true);
        }

        /** With somebody else's generators. */
        public Seeds withNoise(NoiseGenerator value) {
            return new Seeds(generators, images, value, variation, everyDrawVaries);
        }

        /** With the start noise turned towards another seed's. */
        public Seeds withVariation(SeedVariation value) {
            return new Seeds(generators, images, noise, Optional.of(value), false);
        }
    }
}
