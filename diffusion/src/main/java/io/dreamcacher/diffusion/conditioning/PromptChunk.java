package io.dreamcacher.diffusion.conditioning;

import java.util.Arrays;

/**
 * What a text encoder is given at a time: a window of token ids, and how much each counts. Immutable; the arrays it
 * returns are copies.
 */
final class PromptChunk {
    private final int[] ids;
    private final float[] weights;

    PromptChunk(int[] ids, float[] weights) {
        this.ids = ids.clone();
        this.weights = weights.clone();
    }

    /** Start token, tokens of the text, end token, padding; as many as the encoder's window has. */
    public int[] ids() {
        return ids.clone();
    }

    /** The weight of each token's state; 1 for those that are not text. */
    public float[] weights() {
        return weights.clone();
    }

    /** Whether a token counts more or less than others. */
    public boolean weighted() {
        for (float weight : weights) {
            if (weight != 1) {
                return true;
            }
        }
        return false;
    }

    /**
     * Multiplies states by weights, then all of them by what gives them their mean back, as AUTOMATIC1111 does
     * ({@code sd_emphasis.EmphasisOriginal}).
     *
     * @param states of several chunks, [chunks, tokens, width]; changed in place
     * @param chunk which of them is this one's
     */
    void weigh(float[] states, int chunk, int width) {
        int start = chunk * ids.length * width;
        int end = start + ids.length * width;
        double before = sum(states, start, end);
        for (int i = start; i < end; i++) {
            states[i] *= weights[(i - start) / width];
        }
        double after = sum(states, start, end);
        if (after == 0) {
            return; // nothing gives a mean of 0 another one
        }
        float factor = (float) (before / after);
        for (int i = start; i < end; i++) {
            states[i] *= factor;
        }
    }

    private static double sum(float[] values, int start, int end) {
        double sum = 0;
        for (int i = start; i < end; i++) {
            sum += values[i];
        }
        return sum;
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
