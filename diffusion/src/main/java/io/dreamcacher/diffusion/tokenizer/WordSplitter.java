package io.dreamcacher.diffusion.tokenizer;

import java.util.List;

/**
 * Splits cleaned text into the pieces that byte-pair encoding works on, by the alternation of openai/CLIP's
 * {@code simple_tokenizer.py}: a special token; one of seven contractions; a run of letters; one number character; a
 * run of anything else that is not white space. Letters and numbers are Unicode's categories L and N.
 *
 * <p>
 * That pattern ignores case, which on text in lower case still does two things: U+0345, a mark whose capital is a letter, is
 * neither a letter nor anything else and so is passed over, and U+017F, a long s, is an s.
 */
final class WordSplitter {
    /** The one mark whose capital is a letter. */
    private static final int YPOGEGRAMMENI = 0x345;
    private static final List<String> CONTRACTIONS = List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

    private final String text;
    private final List<String> specials;
    private final boolean ignoresCase;
    private int start;
    private int end;

    /**
     * A splitter at the beginning of the text; the special tokens are matched where a piece may begin.
     *
     * @param ignoresCase whether letters are compared as openai/CLIP's pattern does, else one by one as transformers does
     */
    WordSplitter(String text, List<String> specials, boolean ignoresCase) {
        this.text = text;
        this.specials = specials;
        this.ignoresCase = ignoresCase;
    }

    /** Moves to the next piece; false at the end of the text. */
    boolean next() {
        start = end;
        while (start < text.length() && kind(text.charAt(start)) == Kind.WHITESPACE)
            start++;
        if (start == text.length())
            return false;
        end = pieceEnd();
        return true;
    }

    /** Index of the first char of this piece. */
    int start() {
        return start;
    }

    /** This piece. */
    String piece() {
        return text.substring(start, end);
    }

    private int pieceEnd() {
        for (String special : specials) {
            if (stands(special))
                return start + special.length();
        }
        if (text.charAt(start) == '\'') {
            for (String contraction : CONTRACTIONS) {
                if (stands(contraction))
                    return start + contraction.length();
            }
        }
        int first = text.codePointAt(start);
        int position = start + Character.charCount(first);
        Kind kind = kind(first);
        if (kind == Kind.NUMBER)
            return position;
        while (position < text.length()) {
            int codePoint = text.codePointAt(position);
            if (kind(codePoint) != kind)
                break;
            position += Character.charCount(codePoint);
        }
        return position;
    }

    private boolean stands(String token) {
        return text.regionMatches(ignoresCase, start, token, 0, token.length());
    }

    private Kind kind(int codePoint) {
        return ignoresCase && codePoint == YPOGEGRAMMENI ? Kind.WHITESPACE : Kind.of(codePoint);
    }

    /** Unicode's property White_Space; all its characters are single chars. */
    static boolean isWhitespace(int codePoint) {
        if (codePoint < 0x80)
            return codePoint == ' ' || (codePoint >= '\t' && codePoint <= '\r');
        return codePoint == 0x85 || Character.isSpaceChar(codePoint);
    }

    private enum Kind {
        LETTER, NUMBER, WHITESPACE, OTHER;

        static Kind of(int codePoint) {
            if (Character.isLetter(codePoint))
                return LETTER;
            if (isNumber(codePoint))
                return NUMBER;
            return isWhitespace(codePoint) ? WHITESPACE : OTHER;
        }

        private static boolean isNumber(int codePoint) {
            int type = Character.getType(codePoint);
            return type == Character.DECIMAL_DIGIT_NUMBER || type == Character.LETTER_NUMBER
                    || type == Character.OTHER_NUMBER;
        }
    }
}
