package io.dreamcacher.diffusion.tokenizer;

import java.util.Locale;

/**
 * Python's {@code str.lower}, which is not Java's: where a capital sigma ends a word, both write a final one, but Java finds
 * the word by its break iterator, Python by the letters before and behind, passing over what Unicode calls case-ignorable
 * (CPython's {@code handle_capital_sigma}; Unicode 3.13, table 3-17).
 */
final class PythonLowerCase {
    private static final int CAPITAL_SIGMA = 0x3a3;
    private static final int SIGMA = 0x3c3;
    private static final int FINAL_SIGMA = 0x3c2;
    /** What stands within words, by the property Word_Break: MidLetter, MidNumLet and Single_Quote. */
    private static final String WITHIN_WORDS = "'.:\u00b7\u0387\u055f\u05f4\u2018\u2019\u2024\u2027\ufe13\ufe52\ufe55\uff07\uff0e\uff1a";

    private PythonLowerCase() {}

    /** The text in lower case. */
    static String of(String text) {
        if (text.chars().allMatch(c -> c < 128)) {
            return text.toLowerCase(Locale.ROOT);
        }
        int[] characters = text.codePoints().toArray();
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < characters.length; i++) {
            if (characters[i] == CAPITAL_SIGMA) {
                lower.appendCodePoint(endsWord(characters, i) ? FINAL_SIGMA : SIGMA);
            } else {
                lower.append(Character.toString(characters[i]).toLowerCase(Locale.ROOT));
            }
        }
        return lower.toString();
    }

    private static boolean endsWord(int[] characters, int sigma) {
        int before = sigma - 1;
        while (before >= 0 && isCaseIgnorable(characters[before])) {
            before--;
        }
        if (before < 0 || !isCased(characters[before])) {
            return false;
        }
        int behind = sigma + 1;
        while (behind < characters.length && isCaseIgnorable(characters[behind])) {
            behind++;
        }
        return behind == characters.length || !isCased(characters[behind]);
    }

    private static boolean isCased(int character) {
        return Character.isLowerCase(character) || Character.isUpperCase(character)
                || Character.isTitleCase(character);
    }

    private static boolean isCaseIgnorable(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT, Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL ->
                true;
            default -> WITHIN_WORDS.indexOf(character) >= 0;
        };
    }
}
