package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.TextConditioning;
import java.util.List;

/** What the pictures of a call show: words, or what a text encoder made of words. One entry for all pictures, or one each. */
public sealed interface PromptInput {
    /** How many entries there are. */
    int size();

    /**
     * Words.
     *
     * @param prompts 1 or more
     */
    record Words(List<Prompt> prompts) implements PromptInput {
        /** Copies the list; refuses an empty one. */
        public Words {
            prompts = List.copyOf(prompts);
            requireSome(prompts.size());
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
    record States(List<EncodedPrompt> texts) implements PromptInput {
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

    /**
     * What a U-Net sees of a prompt.
     *
     * @param positive of the prompt; a batch of one
     * @param negative of the negative prompt; a batch of one, not looked at without guidance
     */
    record EncodedPrompt(TextConditioning positive, TextConditioning negative) {}

    private static void requireSome(int count) {
        if (count == 0) {
            throw new IllegalArgumentException("A call needs one prompt at least");
        }
    }
}
