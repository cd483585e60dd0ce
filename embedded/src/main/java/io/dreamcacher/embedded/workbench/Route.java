package io.dreamcacher.embedded.workbench;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.pipeline.LatentInterpolation;
import io.dreamcacher.failure.DreamCacherException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a {@link LatentInterpolation} leads, in words.
 *
 * @param places 2 or more
 * @param frames images on the way, 2 to 1000
 * @param loop whether the walk goes on from the last place to the first, without showing that one twice
 */
public record Route(List<Place> places, int frames, boolean loop) {

    /** Copies the list; refuses walks that lead nowhere. */
    public Route {
        places = List.copyOf(places);
        walk(places, Optional.empty(), frames, loop); // which says what is wrong
    }

    /**
     * A walk through prompts and seeds side by side; a single one stands at all places.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if there are several of both, but not equally many
     */
    public static Route through(List<String> prompts, List<Long> seeds, int frames, boolean loop) {
        int count = Math.max(prompts.size(), seeds.size());
        if ((prompts.size() != 1 && prompts.size() != count) || (seeds.size() != 1 && seeds.size() != count)) {
            throw DreamCacherException.badRequest(
                    "A walk needs one seed, or one for each prompt; %d prompts and %d seeds were given."
                            .formatted(prompts.size(), seeds.size()));
        }
        return new Route(IntStream.range(0, count)
                .mapToObj(i -> new Place(prompts.get(i % prompts.size()), seeds.get(i % seeds.size())))
                .toList(), frames, loop);
    }

    /** The walk itself, away from a negative prompt. */
    LatentInterpolation walk(Optional<String> negativePrompt) {
        return walk(places, negativePrompt, frames, loop);
    }

    private static LatentInterpolation walk(List<Place> places, Optional<String> negativePrompt, int frames,
            boolean loop) {
        return new LatentInterpolation(places.stream()
                .map(place -> new LatentInterpolation.Keyframe(new Prompt(place.prompt(), negativePrompt),
                        place.seed()))
                .toList(), frames, loop);
    }
}
