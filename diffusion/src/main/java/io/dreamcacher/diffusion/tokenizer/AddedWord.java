package io.dreamcacher.diffusion.tokenizer;

import java.util.Arrays;
import java.util.Objects;

/**
 * A word that a vocabulary does not have, with token ids of its own. Immutable; the arrays it takes and returns are
 * copies.
 */
public final class AddedWord {
    private final String text;
    private final int[] ids;
    private final boolean wholeWord;

    private AddedWord(String text, int[] ids, boolean wholeWord) {
        if (text.isBlank() || ids.length == 0) {
            throw new IllegalArgumentException("An added word must have letters and ids; found \"%s\" with %d"
                    .formatted(text, ids.length));
        }
        this.text = text;
        this.ids = ids.clone();
        this.wholeWord = wholeWord;
    }

    /** A token, found wherever it stands in a text. */
    public static AddedWord token(String text, int... ids) {
        return new AddedWord(text, ids, false);
    }

    /** A word, found only where no letter, digit or underscore stands beside it. */
    public static AddedWord word(String text, int... ids) {
        return new AddedWord(text, ids, true);
    }

    AddedWord withText(String cleaned) {
        return new AddedWord(cleaned, ids, wholeWord);
    }

    /** How it is spelled. */
    public String text() {
        return text;
    }

    /** The token ids it stands for, one or more. */
    public int[] ids() {
        return ids.clone();
    }

    boolean standsAt(int index, String cleaned) {
        return cleaned.startsWith(text, index)
                && (!wholeWord || (isEdge(cleaned, index - 1) && isEdge(cleaned, index + text.length())));
    }

    private static boolean isEdge(String text, int index) {
        return index < 0 || index >= text.length()
                || !(Character.isLetterOrDigit(text.charAt(index)) || text.charAt(index) == '_');
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddedWord word && text.equals(word.text) && Arrays.equals(ids, word.ids)
                && wholeWord == word.wholeWord;
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, Arrays.hashCode(ids), wholeWord);
    }

    /** As in {@code <postcard-style> [49408, 49409]}. */
    @Override
    public String toString() {
        return text + " " + Arrays.toString(ids);
    }
}
