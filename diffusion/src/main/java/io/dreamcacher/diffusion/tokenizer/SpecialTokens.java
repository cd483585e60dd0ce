package io.dreamcacher.diffusion.tokenizer;

/**
 * The tokens that are not text, by spelling, and the window.
 *
 * @param start
 *            stands before every text
 * @param end
 *            stands after every text; also for what the vocabulary cannot spell
 * @param padding
 *            fills the window
 * @param windowLength
 *            how many tokens the model reads, start and end included; at least 2
 */
record SpecialTokens(String start, String end, String padding, int windowLength) {

    /** As in openai/CLIP and Stable Diffusion 1. */
    static final SpecialTokens CLIP = new SpecialTokens("<|startoftext|>", "<|endoftext|>", "<|endoftext|>", 77);

    /** Checks the window. */
    SpecialTokens {
        if (windowLength < 2)
            throw new IllegalArgumentException("A window must hold 2 tokens or more; found " + windowLength);
    }
}
