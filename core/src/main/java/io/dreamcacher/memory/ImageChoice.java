package io.dreamcacher.memory;

import io.dreamcacher.access.Caller;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Which of several images that would do answers, so that not everybody gets the same one for ever: a caller who asks again
 * gets what they got; else one is drawn of those that few have seen. Two images that look the same are one answer.
 * Thread-safe.
 */
final class ImageChoice {
    /** From this cosine of image vectors on two images are told apart by nobody; other seeds of one prompt lie below 0.992. */
    static final double SAME_IMAGE = 0.995;
    /**
     * With so many images of a prompt further ones look like those there are: 50 to 200 for SDXL ("Words of a Thousand
     * Pictures", arXiv 2406.08482).
     */
    static final int ENOUGH = 50;

    private final MemoryParts.Policy policy;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Servings servings = new Servings();

    ImageChoice(MemoryParts.Policy policy, RandomGenerator random, InstantSource clock) {
        this.policy = policy;
        this.random = random;
        this.clock = clock;
    }

    /**
     * An image that would do.
     *
     * @param vector of the image in the joint space; empty where nobody knows it
     */
    record Option(GenerationId id, Optional<Embedding> vector) {
        private boolean looksLike(Option other) {
            return vector.isPresent() && other.vector.isPresent()
                    && vector.get().similarity(other.vector.get()) >= SAME_IMAGE;
        }
    }

    /** How much less similar an image may be to count as equally good. */
    double tieBand() {
        return policy.tieBand();
    }

    /** Whether one of equally good images is drawn. */
    boolean varies() {
        return policy.tieBand() > 0;
    }

    /** An image answered a caller. */
    void shown(Caller caller, GenerationId image) {
        servings.shown(caller, image, clock.instant());
    }

    /**
     * The options in the order in which they are to be taken, without those that too many have seen, unless there are many.
     *
     * @param options equally good
     */
    List<Option> order(Caller caller, List<Option> options) {
        List<Option> open = new ArrayList<>();
        List<Option> seenEnough = new ArrayList<>();
        Map<GenerationId, Option> known = new HashMap<>();
        options.forEach(option -> known.put(option.id, option));
        List<Option> again = servings.shownTo(caller)
                .stream()
                .filter(known::containsKey)
                .map(known::remove)
                .toList();
        Instant now = clock.instant();
        options.stream()
                .filter(option -> known.containsKey(option.id))
                .forEach(option -> (isOpen(option, now) ? open : seenEnough).add(option));
        List<Option> ordered = new ArrayList<>(again);
        ordered.addAll(shuffled(open));
        if (options.size() >= ENOUGH) {
            ordered.addAll(shuffled(seenEnough));
        }
        return ordered;
    }

    /** Things in the order they are in, or of more than enough in any order. */
    <T> Stream<T> some(List<T> things, int enough) {
        if (things.size() <= enough) {
            return things.stream();
        }
        List<T> mixed = new ArrayList<>(things);
        return shuffled(mixed).stream();
    }

    private boolean isOpen(Option option, Instant now) {
        return policy.callersPerImage() == 0 || servings.callers(option.id, now) < policy.callersPerImage();
    }

    private <T> List<T> shuffled(List<T> options) {
        if (varies() && options.size() > 1) {
            for (int i = options.size() - 1; i > 0; i--) {
                Collections.swap(options, i, random.nextInt(i + 1));
            }
        }
        return options;
    }

    /**
     * The first ones that differ from one another. Where many are held that do not, their generator makes no others, and they
     * are taken all the same.
     */
    static List<Option> different(List<Option> ordered, int most) {
        List<Option> taken = new ArrayList<>();
        List<Option> alike = new ArrayList<>();
        for (Option option : ordered) {
            (taken.stream().anyMatch(option::looksLike) ? alike : taken).add(option);
        }
        if (ordered.size() >= 3 * most) {
            taken.addAll(alike);
        }
        return taken.subList(0, Math.min(most, taken.size()));
    }
}
