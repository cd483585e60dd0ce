package io.dreamcacher.datasets;

/** A set of well-mixed 64-bit hashes: open addressing with linear probing, three quarters full at most. */
final class HashSet64 {
    private long[] slots = new long[1024];
    private int size;

    /** Adds a hash; {@code false} when it was there. 0 marks a free slot and counts as 1. */
    boolean add(long hash) {
        long stored = hash == 0 ? 1 : hash;
        int at = slotOf(stored);
        if (slots[at] == stored) {
            return false;
        }
        slots[at] = stored;
        size++;
        if (size > slots.length / 4 * 3) {
            grow();
        }
        return true;
    }

    /** Where a hash is, or belongs. */
    private int slotOf(long hash) {
        int at = (int) hash & (slots.length - 1);
        while (slots[at] != 0 && slots[at] != hash) {
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    private void grow() {
        long[] old = slots;
        slots = new long[Math.multiplyExact(old.length, 2)];
        for (long hash : old) {
            if (hash != 0) {
                slots[slotOf(hash)] = hash;
            }
        }
    }
}
