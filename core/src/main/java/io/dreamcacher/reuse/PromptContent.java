package io.dreamcacher.reuse;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a prompt asks for, without the words that ask for a better picture of the same ("highly detailed, 8k"). Those are
 * taken off where they stand by themselves between commas; a prompt of nothing else keeps them.
 *
 * @param text in Unicode form C, typographic apostrophes and quotation marks and runs of blanks made plain, figures
 *        that are set apart ("2 0 0 2") joined
 * @param words its words in lower case and one spelling, with blanks between
 * @param clauses the same of what stands between its commas, where there are any words
 */
public record PromptContent(String text, String words, List<String> clauses) {

    private static final Set<String> QUALITY = phrases();
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
    private static final Pattern NEITHER_LETTER_NOR_DIGIT = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
    /** Some data sets set figures apart: "2 0 0 2". */
    private static final Pattern FIGURES_APART = Pattern
            .compile("(?<![\\p{L}\\p{N}.,:])\\d(?: \\d)+(?![\\p{L}\\p{N}])");
    private static final Pattern COMMA = Pattern.compile(",");

    /** The content of a prompt as its caller wrote it. */
    public static PromptContent of(String prompt) {
        String blank = BLANKS.matcher(plain(prompt)).replaceAll(" ").strip();
        String plain = FIGURES_APART.matcher(blank).replaceAll(figures -> figures.group().replace(" ", ""));
        List<String> parts = Arrays.stream(COMMA.split(plain))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
        List<String> content = parts.stream().filter(part -> !isQuality(part)).toList();
        return ofText(content.size() == parts.size() || content.isEmpty() ? plain : String.join(", ", content));
    }

    private static PromptContent ofText(String text) {
        return new PromptContent(text, words(text),
                COMMA.splitAsStream(text).map(PromptContent::words).filter(phrase -> !phrase.isEmpty()).toList());
    }

    /** Whether both say the same in the same words and order, whatever their case, punctuation and spelling. */
    public boolean sameWords(PromptContent other) {
        return words.equals(other.words);
    }

    /**
     * Whether both are the same two phrases around a comma, in the other order: "a boat, at sea" and "at sea, a boat". Of three
     * phrases one may belong to the one beside it, so that their order says something.
     */
    public boolean turnedRound(PromptContent other) {
        return clauses.size() == 2 && clauses.equals(other.clauses.reversed());
    }

    private static String words(String text) {
        return NEITHER_LETTER_NOR_DIGIT.splitAsStream(text.toLowerCase(Locale.ROOT))
                .map(OneSpelling::of)
                .collect(Collectors.joining(" "))
                .strip();
    }

    private static boolean isQuality(String part) {
        String phrase = part.toLowerCase(Locale.ROOT);
        return QUALITY.contains(phrase.endsWith(".") ? phrase.substring(0, phrase.length() - 1) : phrase);
    }

    private static String plain(String prompt) {
        return Normalizer.normalize(prompt, Normalizer.Form.NFC)
                .replace('’', '\'')
                .replace('‘', '\'')
                .replace('“', '"')
                .replace('”', '"');
    }

    private static Set<String> phrases() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                PromptContent.class.getResourceAsStream("quality-phrases.txt"), StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
