package io.dreamcacher.diffusion.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Byte-pair encoding of one word: its UTF-8 bytes, the last one marked as the end of the word, are merged two by two,
 * lowest rank first, leftmost first among equals. Words are remembered. Thread-safe.
 */
final class BytePairEncoder {
    /** Words remembered before the memory is emptied; real prompts repeat a few thousand. */
    private static final int MAX_CACHED_WORDS = 32_768;
    private static final int MAX_CACHED_WORD_LENGTH = 40;

    private final Vocabulary vocabulary;
    private final int[] inside = new int[256];
    private final int[] last = new int[256];
    private final Map<String, int[]> cache = new ConcurrentHashMap<>();

    /** An encoder; bytes the vocabulary has no token for become the unknown token. */
    BytePairEncoder(Vocabulary vocabulary, int unknown) {
        this.vocabulary = vocabulary;
        for (int i = 0; i < 256; i++) {
            String symbol = String.valueOf(ByteAlphabet.spell(i));
            inside[i] = vocabulary.id(symbol).orElse(unknown);
            last[i] = vocabulary.id(symbol + Vocabulary.END_OF_WORD).orElse(unknown);
        }
    }

    /** The token ids of a word that is not empty; the array is shared and must not be changed. */
    int[] encode(String word) {
        if (word.length() > MAX_CACHED_WORD_LENGTH)
            return merge(word);
        int[] ids = cache.get(word);
        if (ids == null) {
            ids = merge(word);
            if (cache.size() >= MAX_CACHED_WORDS)
                cache.clear();
            cache.put(word, ids);
        }
        return ids;
    }

    /** A linked list of tokens and a queue of its mergeable neighbours: n log n, so a page without spaces is safe. */
    private int[] merge(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        int length = bytes.length;
        int[] ids = new int[length];
        int[] previous = new int[length];
        int[] next = new int[length];
        for (int i = 0; i < length; i++) {
            ids[i] = (i == length - 1 ? last : inside)[bytes[i] & 0xff];
            previous[i] = i - 1;
            next[i] = i + 1;
        }
        PriorityQueue<Long> queue = new PriorityQueue<>();
        for (int i = 0; i + 1 < length; i++)
            offer(queue, ids, i, i + 1);
        while (!queue.isEmpty()) {
            long candidate = queue.remove();
            int left = (int) candidate;
            int right = next[left];
            if (ids[left] < 0 || right >= length)
                continue;
            long merge = vocabulary.merge(ids[left], ids[right]);
            if (merge >> 32 != candidate >> 32)
                continue; // one of the two was merged with its other neighbour meanwhile
            ids[left] = (int) merge;
            ids[right] = -1;
            next[left] = next[right];
            if (next[left] < length) {
                previous[next[left]] = left;
                offer(queue, ids, left, next[left]);
            }
            if (previous[left] >= 0)
                offer(queue, ids, previous[left], left);
        }
        return Arrays.stream(ids).filter(id -> id >= 0).toArray();
    }

    private void offer(PriorityQueue<Long> queue, int[] ids, int left, int right) {
        long merge = vocabulary.merge(ids[left], ids[right]);
        if (merge != MergeTable.NONE)
            queue.add((merge >> 32 << 32) | left);
    }
}
