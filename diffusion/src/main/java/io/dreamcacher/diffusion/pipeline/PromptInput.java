package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import java.util.List;

/** What the images of a call show: words, or what a text encoder made of words. One entry for all images, or one each. */
sealed interface PromptInput {
    /** How many entries there are. */
    int size();

    /**
     * Words.
     *
     * @param prompts 1 or more
     * @param options how they are read
     */
    record Words(List<Prompt> prompts, PromptOptions options) implements PromptInput {
        /** Copies the list; refuses an empty one. */
        public Words {
            prompts = List.copyOf(prompts);
            requireSome(prompts.size());
        }

        /** Words read as diffusers does when nothing else is asked for. */
        public Words(List<Prompt> prompts) {
            this(prompts, PromptOptions.DEFAULT);
        }

        @Override
        public int size() {
            return prompts.size();
        }
    }

    /**
     * Text states, such as those between two prompts ({@code prompt_embeds} in diffusers).
     *
     * @param texts 1 or more
     */
    record States(List<PromptEmbeddings> texts) implements PromptInput {
        /** Copies the list; refuses an empty one. */
        public States {
            texts = List.copyOf(texts);
            requireSome(texts.size());
        }

        @Override
        public int size() {
            return texts.size();
        }
    }

    private static void requireSome(int count) {
        if (count == 0) {
            throw new IllegalArgumentException("A call needs one prompt at least");
        }
    }
}
