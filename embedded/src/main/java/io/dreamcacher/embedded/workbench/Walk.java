package io.dreamcacher.embedded.workbench;

import io.dreamcacher.failure.DreamCacherException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A walk from place to place in equal steps.
 *
 * @param places 2 or more
 * @param frames pictures on the way, 2 or more
 * @param loop whether the walk goes on from the last place to the first, without showing that one twice
 */
public record Walk(List<Place> places, int frames, boolean loop) {

    private static final int MOST_FRAMES = 1000;

    /** Copies the list; refuses walks that lead nowhere. */
    public Walk {
        places = List.copyOf(places);
        if (places.size() < 2) {
            throw DreamCacherException.badRequest(
                    "A walk needs two places or more: give two prompts, or two seeds with --seed 1,2.");
        }
        if (frames < 2 || frames > MOST_FRAMES) {
            throw DreamCacherException.badRequest("A walk must have 2 to %d frames; %d were asked for."
                    .formatted(MOST_FRAMES, frames));
        }
    }

    /**
     * A walk through prompts and seeds side by side; a single one stands at all places.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if there are several of both, but not equally many
     */
    public static Walk through(List<String> prompts, List<Long> seeds, int frames, boolean loop) {
        int count = Math.max(prompts.size(), seeds.size());
        if ((prompts.size() != 1 && prompts.size() != count) || (seeds.size() != 1 && seeds.size() != count)) {
            throw DreamCacherException.badRequest(
                    "A walk needs one seed, or one for each prompt; %d prompts and %d seeds were given."
                            .formatted(prompts.size(), seeds.size()));
        }
        return new Walk(IntStream.range(0, count)
                .mapToObj(i -> new Place(prompts.get(i % prompts.size()), seeds.get(i % seeds.size())))
                .toList(), frames, loop);
    }

    /**
     * A point of the walk.
     *
     * @param from index of the place behind
     * @param to index of the place ahead
     * @param part of the way between them, 0 to 1
     */
    record Point(int from, int to, double part) {}

    /** Where a frame lies, from 0 on. */
    Point point(int frame) {
        int legs = loop ? places.size() : places.size() - 1;
        double at = (double) frame * legs / (loop ? frames : frames - 1);
        int leg = Math.min((int) at, legs - 1);
        return new Point(leg, (leg + 1) % places.size(), at - leg);
    }
}
