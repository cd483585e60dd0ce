package io.dreamcacher.diffusion.tokenizer;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Splits a word into the longest pieces that a vocabulary has, from left to right (Schuster and Nakajima 2012, as BERT's
 * {@code tokenization.py} does it); pieces that do not begin a word carry a prefix. A word with a part that no piece fits, and a
 * word that is too long, is one unknown token. Immutable and thread-safe.
 */
final class WordPiece {
    private final Map<String, Integer> ids;
    private final String prefix;
    private final int unknown;
    private final int longestWord;
    private final int longestPiece;

    /**
     * @param ids of all pieces; kept, not copied
     * @param prefix of pieces that go on with a word, such as {@code ##}
     * @param unknown id of the unknown token
     * @param longestWord in code points
     */
    WordPiece(Map<String, Integer> ids, String prefix, int unknown, int longestWord) {
        this.ids = ids;
        this.prefix = prefix;
        this.unknown = unknown;
        this.longestWord = longestWord;
        this.longestPiece = ids.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /** Gives the ids of a word's pieces, one or more. */
    void split(String word, IntConsumer pieces) {
        int[] found = new int[word.length()];
        int count = 0;
        boolean fits = word.length() <= longestWord || word.codePointCount(0, word.length()) <= longestWord;
        for (int start = 0; fits && start < word.length(); count++) {
            int end = longest(word, start);
            fits = end > start;
            if (fits) {
                found[count] = ids.getOrDefault(piece(word, start, end), unknown);
                start = end;
            }
        }
        if (fits) {
            Arrays.stream(found, 0, count).forEach(pieces);
        } else {
            pieces.accept(unknown);
        }
    }

    /** Where the longest piece ends that begins here; where it begins if there is none. */
    private int longest(String word, int start) {
        int end = Math.min(word.length(), start + longestPiece);
        while (end > start && !ids.containsKey(piece(word, start, end))) {
            end--;
        }
        return end;
    }

    private String piece(String word, int start, int end) {
        String part = word.substring(start, end);
        return start == 0 ? part : prefix + part;
    }
}
