package io.dreamcacher.diffusion.tokenizer;

import java.util.List;
import java.util.stream.IntStream;

/** GPT-2's printable spelling of the 256 bytes: 188 printable ones as themselves, the others from U+0100 on. */
final class ByteAlphabet {
    private static final char[] SPELLING = new char[256];
    private static final int[] BYTES = new int[512];

    static {
        char next = 256;
        for (int i = 0; i < 256; i++) {
            SPELLING[i] = isPrintable(i) ? (char) i : next++;
            BYTES[SPELLING[i]] = i;
        }
    }

    private ByteAlphabet() {}

    private static boolean isPrintable(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || (value >= 0xae && value <= 0xff);
    }

    /** The character for a byte, 0 to 255. */
    static char spell(int value) {
        return SPELLING[value];
    }

    /** The byte a character stands for; 63, a question mark, for one outside the alphabet. */
    static int unspell(char c) {
        return c < BYTES.length && (BYTES[c] != 0 || c == SPELLING[0]) ? BYTES[c] : '?';
    }

    /** The single-byte tokens in the order of openai/CLIP's vocabulary: printable bytes first. */
    static List<String> tokens() {
        return IntStream.concat(IntStream.range(0, 256).filter(ByteAlphabet::isPrintable),
                IntStream.range(0, 256).filter(value -> !isPrintable(value)))
                .mapToObj(value -> String.valueOf(spell(value)))
                .toList();
    }
}
