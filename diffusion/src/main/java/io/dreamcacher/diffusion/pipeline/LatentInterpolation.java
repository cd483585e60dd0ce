package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.SeedIntent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images that turn into one another: an interpolation through prompts and seeds in equal steps. Text states are mixed in a straight
 * line, noise on the sphere, as in those of diffusers' community pipelines; every other setting is the call's. A frame
 * at a keyframe is that keyframe's own image, with samplers that draw noise on their way too.
 *
 * @param keyframes what it passes, 2 or more; the first frame is at the first
 * @param frames how many images, evenly spaced, 2 to 1000
 * @param loop whether it goes on from the last keyframe to the first, without showing that one twice; if not, the
 *        last frame is at the last keyframe
 */
public record LatentInterpolation(List<Keyframe> keyframes, int frames, boolean loop) {

    private static final int MOST_FRAMES = 1000;

    /**
     * An image that is given.
     *
     * @param prompt what it shows
     * @param seed of its noise
     */
    public record Keyframe(Prompt prompt, long seed) {}

    /** Copies the list; refuses interpolations that lead nowhere. */
    public LatentInterpolation {
        keyframes = List.copyOf(keyframes);
        if (keyframes.size() < 2) {
            throw DreamCacherException.badRequest(
                    "An interpolation needs two keyframes or more; found %d. Give two prompts, or two seeds."
                            .formatted(keyframes.size()));
        }
        if (frames < 2 || frames > MOST_FRAMES) {
            throw DreamCacherException
                    .badRequest("An interpolation must have 2 to %d frames; %d were asked for.".formatted(MOST_FRAMES,
                            frames));
        }
    }

    /**
     * Through prompts and seeds side by side; a single one stands at all keyframes.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if there are several of both, but not equally many
     */
    public static LatentInterpolation through(List<String> prompts, List<Long> seeds, int frames, boolean loop) {
        int count = Math.max(prompts.size(), seeds.size());
        if ((prompts.size() != 1 && prompts.size() != count) || (seeds.size() != 1 && seeds.size() != count)) {
            throw DreamCacherException.badRequest(
                    "An interpolation needs one seed, or one for each prompt; %d prompts and %d seeds were given."
                            .formatted(prompts.size(), seeds.size()));
        }
        return new LatentInterpolation(IntStream.range(0, count)
                .mapToObj(i -> new Keyframe(Prompt.of(prompts.get(i % prompts.size())),
                        new SeedIntent.Fixed(seeds.get(i % seeds.size())).seed()))
                .toList(), frames, loop);
    }

    /** The same, away from a negative prompt in all frames. */
    LatentInterpolation awayFrom(Optional<String> negativePrompt) {
        return new LatentInterpolation(keyframes.stream()
                .map(keyframe -> new Keyframe(new Prompt(keyframe.prompt.text(), negativePrompt), keyframe.seed))
                .toList(), frames, loop);
    }

    /**
     * The call for each frame, one image each, in order. Prompts are encoded at once, frames mixed as they are taken.
     *
     * @param pipeline encodes the keyframes' prompts
     * @param call for everything but prompts, seeds and what is started from
     * @param options how prompts are read
     * @throws DreamCacherException {@code BAD_REQUEST} if long prompts are read in chunks, and the keyframes' are not
     *         equally many
     */
    public Stream<PipelineCall> calls(StableDiffusionPipeline pipeline, PipelineCall call, PromptOptions options) {
        Map<Prompt, PromptEmbeddings> known = new HashMap<>();
        List<PromptEmbeddings> texts = keyframes.stream()
                .map(keyframe -> known.computeIfAbsent(keyframe.prompt(),
                        prompt -> pipeline.encode(prompt, options, call.framing())))
                .toList();
        texts.forEach(text -> requireSameLength(texts.getFirst(), text));
        return IntStream.range(0, frames).mapToObj(this::point).map(point -> {
            PromptEmbeddings text = Interpolation.lerp(texts.get(point.from), texts.get(point.to), point.part);
            Seeds seeds = Seeds.between(keyframes.get(point.from).seed(), keyframes.get(point.to).seed(), point.part)
                    .withNoise(call.seeds().noise());
            return call.withImages(new PromptInput.States(List.of(text)), seeds);
        });
    }

    private static void requireSameLength(PromptEmbeddings first, PromptEmbeddings other) {
        int expected = first.positive().textStates().shape().intSize(1);
        int found = other.positive().textStates().shape().intSize(1);
        if (found != expected) {
            throw DreamCacherException.badRequest(
                    "The prompts of an interpolation must be equally many chunks long; found one of %d tokens and one of %d. Shorten the longer one, or let long prompts be cut."
                            .formatted(expected, found));
        }
    }

    /**
     * A point between two keyframes.
     *
     * @param from index of the keyframe behind
     * @param to index of the keyframe ahead; the same at the end
     * @param part of the way between them, from 0 to below 1
     */
    private record Point(int from, int to, double part) {}

    private Point point(int frame) {
        int legs = loop ? keyframes.size() : keyframes.size() - 1;
        int steps = loop ? frames : frames - 1;
        int from = frame * legs / steps;
        int to = loop ? (from + 1) % keyframes.size() : Math.min(from + 1, legs);
        return new Point(from, to, (double) (frame * legs % steps) / steps);
    }
}
