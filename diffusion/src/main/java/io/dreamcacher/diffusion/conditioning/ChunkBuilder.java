package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.tokenizer.AddedWord;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fills chunks with tokens one after the other, as AUTOMATIC1111's web UI 1.10 does ({@code sd_hijack_clip.py},
 * {@code tokenize_line}): where a chunk is full and a comma stands among its last 20 tokens, what follows the comma is
 * moved to the next chunk; the vectors of one inversion stay together.
 */
final class ChunkBuilder {
    /** The reference's setting {@code comma_padding_backtrack}. */
    private static final int COMMA_BACKTRACK = 20;

    private final ClipTokenizer tokenizer;
    private final int comma;
    private final int capacity;
    private final List<PromptChunk> chunks = new ArrayList<>();
    private final int[] ids;
    private final float[] weights;
    private int size;
    private int lastComma = -1;

    ChunkBuilder(ClipTokenizer tokenizer) {
        this.tokenizer = tokenizer;
        int[] ids = tokenizer.ids(",");
        this.comma = ids.length == 1 ? ids[0] : -1;
        this.capacity = tokenizer.windowLength() - 2;
        this.ids = new int[capacity];
        this.weights = new float[capacity];
    }

    /** A chunk without text. */
    static PromptChunk empty(ClipTokenizer tokenizer) {
        ChunkBuilder builder = new ChunkBuilder(tokenizer);
        builder.finish();
        return builder.chunks.getFirst();
    }

    /** Adds the tokens of a text, to as many chunks as they need. */
    void add(int[] text, float weight) {
        for (int i = 0; i < text.length;) {
            int together = vectorsAt(text, i);
            if (text[i] == comma) {
                lastComma = size;
            } else if (size == capacity && lastComma >= 0 && size - lastComma <= COMMA_BACKTRACK) {
                moveTail(lastComma + 1);
            }
            if (size + together > capacity) {
                finish();
            }
            for (int end = i + Math.min(together, capacity); i < end; i++) {
                append(text[i], weight);
            }
        }
    }

    /** Adds tokens to this chunk only. */
    int addWhatFits(int[] text, float weight) {
        int count = Math.min(text.length, capacity - size);
        for (int i = 0; i < count; i++) {
            append(text[i], weight);
        }
        return count;
    }

    private void append(int id, float weight) {
        ids[size] = id;
        weights[size++] = weight;
    }

    /** How many tokens from here on are one inversion's: 1 where there is none. */
    private int vectorsAt(int[] text, int start) {
        if (text[start] < tokenizer.vocabularySize()) {
            return 1;
        }
        for (AddedWord word : tokenizer.addedWords()) {
            int[] vectors = word.ids();
            if (vectors.length > 1 && Arrays.equals(vectors,
                    Arrays.copyOfRange(text, start, Math.min(text.length, start + vectors.length)))) {
                return vectors.length;
            }
        }
        return 1;
    }

    private void moveTail(int from) {
        int[] tail = Arrays.copyOfRange(ids, from, size);
        float[] tailWeights = Arrays.copyOfRange(weights, from, size);
        size = from;
        finish();
        for (int i = 0; i < tail.length; i++) {
            append(tail[i], tailWeights[i]);
        }
    }

    /** Ends the chunk, however little it holds. */
    void finish() {
        int[] window = new int[capacity + 2];
        float[] windowWeights = new float[capacity + 2];
        Arrays.fill(window, tokenizer.paddingId());
        Arrays.fill(windowWeights, 1);
        window[0] = tokenizer.startId();
        System.arraycopy(ids, 0, window, 1, size);
        System.arraycopy(weights, 0, windowWeights, 1, size);
        window[size + 1] = tokenizer.endId();
        chunks.add(new PromptChunk(window, windowWeights));
        size = 0;
        lastComma = -1;
    }

    /** All chunks, one at least. The last one is ended, unless nothing was added to it. */
    List<PromptChunk> chunks() {
        if (size > 0 || chunks.isEmpty()) {
            finish();
        }
        return List.copyOf(chunks);
    }
}
