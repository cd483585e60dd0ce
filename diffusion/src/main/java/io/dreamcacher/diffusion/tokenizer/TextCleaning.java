package io.dreamcacher.diffusion.tokenizer;

import java.text.Normalizer;
import java.util.Locale;

/** What is done to a text before it is split into tokens. The two differ on about 0.6 % of real prompts. */
public enum TextCleaning {
    /**
     * As openai/CLIP (d05afc4, with ftfy 6.3.1): broken text is repaired, HTML references are resolved, quotes
     * straightened, widths unified, then white space is collapsed and everything lower-cased. The choice for search.
     */
    OPENAI {
        @Override
        String clean(String text) {
            String fixed = HtmlEntities.unescape(HtmlEntities.unescape(TextFixes.fix(text)));
            return PythonLowerCase.of(collapseWhitespace(fixed));
        }
    },
    /**
     * As the CLIP tokenizer of Hugging Face transformers (5.18): NFC, white space collapsed, lower-cased code point by
     * code point, nothing repaired. The choice for what conditions a U-Net.
     */
    TRANSFORMERS {
        @Override
        String clean(String text) {
            String normalized = Normalizer.normalize(text, Normalizer.Form.NFC);
            return lowerCaseEach(collapseWhitespace(normalized));
        }
    };

    /** The cleaned text: white space is single spaces, none at either end. */
    abstract String clean(String text);

    private static String collapseWhitespace(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean pendingSpace = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (WordSplitter.isWhitespace(c)) {
                pendingSpace = !collapsed.isEmpty();
                continue;
            }
            if (pendingSpace)
                collapsed.append(' ');
            pendingSpace = false;
            collapsed.append(c);
        }
        return collapsed.toString();
    }

    /** Lower case without context: a final sigma is lower-cased like any other. */
    private static String lowerCaseEach(String text) {
        if (text.chars().allMatch(c -> c < 128))
            return text.toLowerCase(Locale.ROOT);
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().forEach(c -> lower.append(Character.toString(c).toLowerCase(Locale.ROOT)));
        return lower.toString();
    }
}
