package io.dreamcacher.diffusion.tokenizer;

/**
 * A prompt as token ids: all of them, and those that fit the model's window. Immutable and thread-safe; the arrays it
 * returns are copies.
 */
public final class TokenizedPrompt {
    private final int[] allIds;
    private final int[] windowIds;
    private final int[] paddedIds;
    private final int readLength;

    TokenizedPrompt(int[] allIds, int[] windowIds, int[] paddedIds, int readLength) {
        this.allIds = allIds;
        this.windowIds = windowIds;
        this.paddedIds = paddedIds;
        this.readLength = readLength;
    }

    /** Start token, every token of the text, end token; at least two, as many as the text needs. */
    public int[] allIds() {
        return allIds.clone();
    }

    /** As {@link #allIds}, cut to the window with the end token last; 2 to 77 of them for CLIP. */
    public int[] windowIds() {
        return windowIds.clone();
    }

    /** As {@link #windowIds}, filled with the padding token to exactly the window's length. */
    public int[] paddedIds() {
        return paddedIds.clone();
    }

    /** Whether the text did not fit the window, so that the model does not read its end. */
    public boolean truncated() {
        return allIds.length > windowIds.length;
    }

    /**
     * How many chars of the given text the model reads: its length, or the index of the first word, digit or run of
     * signs that is cut off, in whole or in part.
     */
    public int readLength() {
        return readLength;
    }
}
