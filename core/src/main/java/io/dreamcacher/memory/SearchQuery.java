package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.RequestText;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * What to look for among remembered images.
 *
 * @param target words, an image, or both
 * @param model results by this model only
 * @param size results of this size only
 * @param k how many results at most, 1 to 1,000
 */
public record SearchQuery(Target target, Optional<String> model, Optional<ImageSize> size, int k) {

    /** How many results are shown where nobody says how many. */
    public static final int DEFAULT_K = 9;

    private static final String SEARCHED = "The text to search for";

    private static final int MOST = 1000;

    /** Refuses k out of range. */
    public SearchQuery {
        model.ifPresent(name -> RequestText.require("model", name));
        if (k < 1 || k > MOST) {
            throw DreamCacherException
                    .badRequest(
                            "k, the number of results, must be from 1 to %,d, but %d was given.".formatted(MOST, k));
        }
    }

    /** Of any model and size. */
    public SearchQuery(Target target, int k) {
        this(target, Optional.empty(), Optional.empty(), k);
    }

    /** The same among images by another model. */
    SearchQuery ofModel(Optional<String> value) {
        return new SearchQuery(target, value, size, k);
    }

    /** What a result must be for somebody. */
    IndexFilter filter(Access access) {
        IndexFilter filter = IndexFilter.readableBy(access);
        filter = model.map(filter::withModel).orElse(filter);
        return size.map(filter::withSize).orElse(filter);
    }

    /** What results are near to. */
    public sealed interface Target {
        /**
         * Images that show what these words mean, by CLIP's joint space.
         *
         * @param text the words
         */
        record Meaning(String text) implements Target {
            /** Refuses what is no {@linkplain RequestText text}. */
            public Meaning {
                RequestText.require(SEARCHED, text);
            }
        }

        /**
         * Images whose prompt has these words.
         *
         * @param words the words
         */
        record Words(String words) implements Target {
            /** Refuses what is no {@linkplain RequestText text}. */
            public Words {
                RequestText.require(SEARCHED, words);
            }
        }

        /**
         * Images that look like this one.
         *
         * @param image any size
         */
        record Image(BufferedImage image) implements Target {}

        /**
         * Images near to both, weighted alike.
         *
         * @param text the words
         * @param image any size
         */
        record Both(String text, BufferedImage image) implements Target {
            /** Refuses what is no {@linkplain RequestText text}. */
            public Both {
                RequestText.require(SEARCHED, text);
            }
        }
    }

    /**
     * A search result.
     *
     * @param generation what was found
     * @param similarity cosine with the query, in [−1, 1]
     */
    public record Found(Generation generation, double similarity) {}
}
