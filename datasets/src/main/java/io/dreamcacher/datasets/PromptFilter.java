package io.dreamcacher.datasets;

import io.dreamcacher.catalogue.PromptKey;
import java.util.function.Predicate;

/**
 * Leaves out prompts that are too short, those that equal an earlier one and, when asked to, those that differ from an
 * earlier one in case, punctuation and space only. It remembers 64 bits a prompt, no text: 11 to 22 bytes each, and
 * among ten million prompts it takes two different ones for the same with a probability of 3 in a million. Not
 * thread-safe.
 */
public final class PromptFilter implements Predicate<String> {
    private final int minLength;
    private final boolean withoutDuplicates;
    private final HashSet64 seen = new HashSet64();
    private long tooShort;
    private long duplicates;

    /**
     * A filter that has seen nothing.
     *
     * @param minLength in characters without surrounding space; 0 or more
     * @param withoutDuplicates whether to leave out also what differs in case, punctuation and space only
     */
    public PromptFilter(int minLength, boolean withoutDuplicates) {
        if (minLength < 0) {
            throw new IllegalArgumentException("the minimum length is 0 or more, found " + minLength);
        }
        this.minLength = minLength;
        this.withoutDuplicates = withoutDuplicates;
    }

    /** Whether to keep this prompt; remembers it if so. */
    @Override
    public boolean test(String prompt) {
        String stripped = prompt.strip();
        if (stripped.codePointCount(0, stripped.length()) < minLength) {
            tooShort++;
            return false;
        }
        if (!seen.add(hash(withoutDuplicates ? key(prompt) : prompt))) {
            duplicates++;
            return false;
        }
        return true;
    }

    /** How many were left out as too short. */
    public long tooShort() {
        return tooShort;
    }

    /** How many were left out as duplicates. */
    public long duplicates() {
        return duplicates;
    }

    private static String key(String prompt) {
        String key = PromptKey.of(prompt).value();
        return key.isEmpty() ? prompt : key; // prompts of nothing but punctuation have no key
    }

    /** FNV-1a over UTF-16 code units, then the finaliser of MurmurHash3 to spread the bits. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
