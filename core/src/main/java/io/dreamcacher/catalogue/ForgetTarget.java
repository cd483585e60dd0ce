package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.RequestText;

/** What is to be forgotten. */
public sealed interface ForgetTarget {
    /**
     * Everything of a prompt, in whichever case, punctuation and space: its images, and that it was ever asked for.
     *
     * @param text the prompt
     */
    record OfPrompt(String text) implements ForgetTarget {
        /** Refuses what is no {@linkplain RequestText text}. */
        public OfPrompt {
            RequestText.require("prompt", text);
        }

        /** What is compared. */
        public PromptKey key() {
            return PromptKey.of(text);
        }
    }

    /**
     * One image, and the prompts that nothing else answers.
     *
     * @param id its name
     */
    record OfImage(GenerationId id) implements ForgetTarget {}

    /**
     * Everything by a model, and the prompts that nothing else answers.
     *
     * @param name as its images are remembered under
     */
    record OfModel(String name) implements ForgetTarget {
        /** Refuses what is no {@linkplain RequestText text}. */
        public OfModel {
            RequestText.require("model", name);
        }
    }

    /**
     * Everything in a scope.
     *
     * @param scope one that may be read
     */
    record OfScope(Scope scope) implements ForgetTarget {}

    /**
     * How much was forgotten, or would be.
     *
     * @param images with their rows, vectors and small copies
     * @param bytes of the images
     * @param prompts that are suggested no more
     */
    record Extent(long images, long bytes, long prompts) {

        /** Nothing. */
        public static final Extent NOTHING = new Extent(0, 0, 0);

        /** Both together. */
        public Extent plus(Extent other) {
            return new Extent(images + other.images, bytes + other.bytes, prompts + other.prompts);
        }
    }
}
