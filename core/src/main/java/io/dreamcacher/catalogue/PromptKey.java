package io.dreamcacher.catalogue;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What two prompts have in common that differ in case, punctuation and space only.
 *
 * @param value words of lower-case letters and digits, a space between them
 */
public record PromptKey(String value) {
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");

    /** The key of a prompt; empty for prompts of nothing but punctuation. */
    public static PromptKey of(String prompt) {
        String folded = Normalizer.normalize(prompt, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return new PromptKey(SEPARATORS.matcher(folded).replaceAll(" ").strip());
    }
}
