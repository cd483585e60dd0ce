package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.ImageSize;
import java.util.List;

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
}
