package io.dreamcacher.diffusion.tokenizer;

import java.util.Arrays;

/**
 * From a pair of token ids to their merge: a hash table with open addressing, because 50,000 boxed entries would take
 * most of the time of loading a vocabulary. Safe for many readers once filled.
 */
final class MergeTable {
    /** There is no such pair. */
    static final long NONE = -1;

    private final long[] keys;
    private final long[] merges;

    /** An empty table for so many pairs. */
    MergeTable(int pairs) {
        int capacity = Integer.highestOneBit(Math.max(8, pairs)) * 4;
        keys = new long[capacity];
        merges = new long[capacity];
        Arrays.fill(keys, NONE);
    }

    /** Adds a pair; one that is there already stays. */
    void add(int left, int right, int rank, int merged) {
        int slot = slot(key(left, right));
        if (keys[slot] == NONE) {
            keys[slot] = key(left, right);
            merges[slot] = ((long) rank << 32) | merged;
        }
    }

    /** Rank in the upper, merged token in the lower half; or {@link #NONE}. */
    long find(int left, int right) {
        int slot = slot(key(left, right));
        return keys[slot] == NONE ? NONE : merges[slot];
    }

    /** The slot that holds the key, or the empty one where it belongs. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 40) & mask; // Fibonacci hashing
        while (keys[slot] != NONE && keys[slot] != key)
            slot = (slot + 1) & mask;
        return slot;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
