package io.dreamcacher.gate;

import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer.Effect;
import io.dreamcacher.reuse.PromptComparer.Feature;
import io.dreamcacher.reuse.PromptComparer.PhraseDifference;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one search model sees of an asked prompt and a remembered image. A whole prompt hides what a detail of it says (CLIP
 * prefers the right shorter caption to one with a wrong detail in 60 % of COCO's images only: arXiv 2602.23906), so each
 * phrase that differs is looked at by itself.
 */
public final class ImageEvidence {
    /** Cosine of the prompts in prompt space. */
    public static final String PROMPTS = "prompts";
    /** Cosine of the asked prompt and the image. */
    public static final String IMAGE = "image";
    /** How much less than its own prompt the image shows the asked one. */
    public static final String IMAGE_LESS = "image-less";
    /** Least cosine of a phrase that differs and the nearest one the stored prompt has instead. */
    public static final String PHRASES = "phrases";
    /** Least cosine of a phrase that differs and the image. */
    public static final String PHRASE_IMAGE = "phrase-image";
    /** Most that the image shows of what the stored prompt has instead, beyond a phrase that differs. */
    public static final String PHRASE_LESS = "phrase-less";

    /** Cosine of both prompts in the joint space; not weighed, but an image nobody has seen is foretold by it. */
    public static final String TEXTS = "texts";

    private ImageEvidence() {}

    /** All of them; more of each can only speak for reuse, but for the two that say what is less. */
    public static List<Feature> features() {
        return List.of(new Feature(PROMPTS, Effect.FOR), new Feature(IMAGE, Effect.FOR),
                new Feature(IMAGE_LESS, Effect.AGAINST), new Feature(PHRASES, Effect.FOR),
                new Feature(PHRASE_IMAGE, Effect.FOR), new Feature(PHRASE_LESS, Effect.AGAINST));
    }

    static Set<String> names() {
        return features().stream().map(Feature::name).collect(Collectors.toSet());
    }

    /**
     * What is seen of a candidate; what its search model cannot tell is left out.
     *
     * @param asked the asked prompt
     * @param differing phrases that only one of the prompts has
     */
    public static Evidence of(String asked, Gate.Candidate candidate, PhraseDifference differing) {
        Map<String, Double> found = new TreeMap<>();
        found.put(PROMPTS, candidate.promptSimilarity());
        candidate.imageSimilarity().ifPresent(cosine -> found.put(IMAGE, cosine));
        Gate.Sight sight = candidate.sight();
        OptionalDouble own = sight.image(candidate.prompt());
        OptionalDouble image = sight.image(asked);
        if (own.isPresent() && image.isPresent()) {
            found.put(IMAGE_LESS, own.getAsDouble() - image.getAsDouble());
            sight.texts(asked, candidate.prompt()).ifPresent(cosine -> found.put(TEXTS, cosine));
            List<Seen> phrases = differing.asked()
                    .stream()
                    .map(phrase -> seen(phrase, differing.stored(), candidate.prompt(), sight))
                    .toList();
            found.put(PHRASES, phrases.stream().mapToDouble(Seen::texts).min().orElse(1));
            found.put(PHRASE_IMAGE, phrases.stream().mapToDouble(Seen::image).min().orElse(image.getAsDouble()));
            found.put(PHRASE_LESS, phrases.stream().mapToDouble(Seen::less).max().orElse(0));
        }
        return new Evidence(found);
    }

    /** A phrase that differs: its cosine with the nearest one instead, with the image, and how much less that is than that one's. */
    private record Seen(double texts, double image, double less) {}

    /** Where nothing stands instead, the whole stored prompt does. */
    private static Seen seen(String phrase, List<String> instead, String stored, Gate.Sight sight) {
        String nearest = instead.stream()
                .max(Comparator.comparingDouble(other -> sight.texts(phrase, other).orElse(-1)))
                .orElse(stored);
        double image = sight.image(phrase).orElse(-1);
        return new Seen(sight.texts(phrase, nearest).orElse(-1), image, sight.image(nearest).orElse(1) - image);
    }
}
