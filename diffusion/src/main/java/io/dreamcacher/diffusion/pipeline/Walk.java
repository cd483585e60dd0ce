package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.EncodedPrompt;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.failure.DreamCacherException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Images that turn into one another: a walk through prompts and seeds in equal steps. Text states are mixed in a straight
 * line, noise on the sphere, as in the walks of diffusers' community pipelines; every other setting is the call's. A frame
 * at a station is that station's own image, with samplers that draw noise on their way too.
 *
 * @param stations where the walk passes, 2 or more; the first frame is at the first
 * @param frames how many images, evenly spaced, 2 to 1000
 * @param loop whether the walk goes on from the last station to the first, without showing that one twice; if not, the
 *        last frame is at the last station
 */
public record Walk(List<Station> stations, int frames, boolean loop) {

    private static final int MOST_FRAMES = 1000;

    /**
     * An image of the walk that is given.
     *
     * @param prompt what it shows
     * @param seed of its noise
     */
    public record Station(Prompt prompt, long seed) {}

    /** Copies the list; refuses walks that lead nowhere. */
    public Walk {
        stations = List.copyOf(stations);
        if (stations.size() < 2) {
            throw DreamCacherException.badRequest(
                    "A walk needs two places or more; found %d. Give two prompts, or two seeds."
                            .formatted(stations.size()));
        }
        if (frames < 2 || frames > MOST_FRAMES) {
            throw DreamCacherException
                    .badRequest("A walk must have 2 to %d frames; %d were asked for.".formatted(MOST_FRAMES, frames));
        }
    }

    /**
     * The call for each frame, one image each, in order. Prompts are encoded at once, frames mixed as they are taken.
     *
     * @param pipeline encodes the stations' prompts
     * @param call for everything but prompts, seeds and what is started from
     * @param options how prompts are read
     * @throws DreamCacherException {@code BAD_REQUEST} if long prompts are read in chunks, and the stations' are not
     *         equally many
     */
    public Stream<PipelineCall> calls(StableDiffusionPipeline pipeline, PipelineCall call, PromptOptions options) {
        Map<Prompt, EncodedPrompt> known = new HashMap<>();
        List<EncodedPrompt> texts = stations.stream()
                .map(station -> known.computeIfAbsent(station.prompt(),
                        prompt -> pipeline.encode(prompt, options, call.framing())))
                .toList();
        texts.forEach(text -> requireSameLength(texts.getFirst(), text));
        return IntStream.range(0, frames).mapToObj(this::point).map(point -> {
            EncodedPrompt text = Interpolation.lerp(texts.get(point.from), texts.get(point.to), point.part);
            Seeds seeds = Seeds.between(stations.get(point.from).seed(), stations.get(point.to).seed(), point.part)
                    .withNoise(call.seeds().noise());
            return call.withImages(new PromptInput.States(List.of(text)), seeds);
        });
    }

    private static void requireSameLength(EncodedPrompt first, EncodedPrompt other) {
        int expected = first.positive().textStates().shape().intSize(1);
        int found = other.positive().textStates().shape().intSize(1);
        if (found != expected) {
            throw DreamCacherException.badRequest(
                    "The prompts of a walk must be equally many chunks long; found one of %d tokens and one of %d. Shorten the longer one, or let long prompts be cut."
                            .formatted(expected, found));
        }
    }

    /**
     * A point of the walk.
     *
     * @param from index of the station behind
     * @param to index of the station ahead; the same at the end
     * @param part of the way between them, from 0 to below 1
     */
    private record Point(int from, int to, double part) {}

    private Point point(int frame) {
        int legs = loop ? stations.size() : stations.size() - 1;
        int steps = loop ? frames : frames - 1;
        int from = frame * legs / steps;
        int to = loop ? (from + 1) % stations.size() : Math.min(from + 1, legs);
        return new Point(from, to, (double) (frame * legs % steps) / steps);
    }
}
