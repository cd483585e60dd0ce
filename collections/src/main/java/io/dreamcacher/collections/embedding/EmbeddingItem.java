package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.image.ImageEntry;
import java.util.Map;

/** One thing that gets a vector. */
sealed interface EmbeddingItem {
    /** Its own. */
    String id();

    /** What a later run compares, to know that it is still the same thing. */
    String mark();

    /**
     * A picture that was not read yet.
     *
     * @param entry of its folder
     * @param bytes of its file
     */
    record ImageItem(ImageEntry entry, long bytes) implements EmbeddingItem {
        @Override
        public String id() {
            return entry.key();
        }

        @Override
        public String mark() {
            return id() + "\t" + bytes;
        }
    }

    /** A prompt, with what else its row says. */
    record PromptItem(String id, String text, Map<String, Object> metadata) implements EmbeddingItem {
        @Override
        public String mark() {
            return id + "\t" + text;
        }
    }
}
