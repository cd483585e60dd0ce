package io.dreamcacher.cli.commands;

/** Says where a model stops reading a text that is longer than its window. */
final class CutText {
    private static final int SHOWN = 40;

    private CutText() {}

    /** The sentence for a text that is not read from the char at this index on. */
    static String sentence(String text, int at) {
        return "The prompt was cut: the model does not see it from character %d on (\"%s\").".formatted(at + 1,
                shortened(text.substring(Math.min(at, text.length()))));
    }

    /** A text on one short line. */
    static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.codePointCount(0, line.length()) <= SHOWN
                ? line
                : line.substring(0, line.offsetByCodePoints(0, SHOWN - 4)) + "…";
    }
}
