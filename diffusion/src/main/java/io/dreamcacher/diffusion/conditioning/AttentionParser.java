package io.dreamcacher.diffusion.conditioning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the weights in a prompt as AUTOMATIC1111's web UI 1.10 does ({@code prompt_parser.parse_prompt_attention}):
 *
 * <pre>
 * (text)       counts 1.1 times as much        (text:1.3)   counts 1.3 times as much
 * [text]       counts 1/1.1 times as much      \( \) \[ \]  are brackets without meaning, \\ a backslash
 * a BREAK b    begins another chunk at b
 * </pre>
 *
 * Brackets may be nested, and one that is never closed ends with the prompt. What is no number after the colon is text,
 * colon included; digits are those of any script, as to Python. A {@code BREAK} within brackets is not one: the reference
 * gives it a weight like everything there, and then takes it for a word.
 *
 * <p>
 * A part's weight is the product of the brackets around it. The reference multiplies all parts each time a bracket closes,
 * which takes quadratic time; here every bracket's product is made once, from the outside in, so that the last bit of a
 * 64-bit weight within three brackets or more may differ. Encoders are given 32 bits of it.
 */
final class AttentionParser {
    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / 1.1;
    /** White space and digits are Python's: Unicode's, and the four separators of ASCII. */
    private static final Pattern SIGN = Pattern.compile(
            "\\\\[()\\[\\]\\\\]|\\\\|\\(|\\[|:[\\s\\x1c-\\x1f]*+([+-]?[.\\d]++)[\\s\\x1c-\\x1f]*+\\)|\\)|]|[^\\\\()\\[\\]:]++|:",
            Pattern.UNICODE_CHARACTER_CLASS);
    /** A word's edge is where no letter, number or underscore of any script is. */
    private static final Pattern BREAK = Pattern.compile(
            "[\\s\\x1c-\\x1f]*(?<![\\p{L}\\p{N}_])BREAK(?![\\p{L}\\p{N}_])[\\s\\x1c-\\x1f]*",
            Pattern.UNICODE_CHARACTER_CLASS);

    /** A pair of brackets of one kind, within another of that kind or none; a factor is known when it is closed. */
    private static final class Bracket {
        private final @Nullable Bracket outer;
        private double factor;
        private double product = 1;

        Bracket(@Nullable Bracket outer, double factor) {
            this.outer = outer;
            this.factor = factor;
        }

        /** To be called of outer brackets first. */
        void multiply() {
            product = outer == null ? factor : outer.product * factor;
        }
    }

    /** A piece of the prompt and the innermost brackets around it. */
    private record Part(int start, int end, double weight, @Nullable Bracket round, @Nullable Bracket square) {
        double product() {
            double rounds = round == null ? 1 : round.product;
            double squares = square == null ? 1 : square.product;
            return weight * (rounds * squares);
        }
    }

    private final String prompt;
    private final List<Part> parts = new ArrayList<>();
    private final List<Bracket> brackets = new ArrayList<>();
    private final Deque<Bracket> round = new ArrayDeque<>();
    private final Deque<Bracket> square = new ArrayDeque<>();

    private AttentionParser(String prompt) {
        this.prompt = prompt;
    }

    /** The parts of a prompt in their order, one at least; neighbours have different weights. */
    static List<WeightedText> parse(String prompt) {
        return new AttentionParser(prompt).parse();
    }

    private List<WeightedText> parse() {
        Matcher sign = SIGN.matcher(prompt);
        while (sign.find()) {
            read(sign);
        }
        if (parts.isEmpty()) {
            add(0, 0, 1);
        }
        brackets.forEach(Bracket::multiply);
        return merged();
    }

    private void read(Matcher sign) {
        int start = sign.start();
        char first = prompt.charAt(start);
        Optional<Double> weight = Optional.ofNullable(sign.group(1)).flatMap(AttentionParser::number);
        if (first == '\\') {
            add(start + 1, sign.end(), 1);
        } else if (first == '(') {
            open(round, ROUND);
        } else if (first == '[') {
            open(square, SQUARE);
        } else if (weight.isPresent() && !round.isEmpty()) {
            round.pop().factor = weight.orElseThrow();
        } else if (first == ')' && !round.isEmpty()) {
            round.pop();
        } else if (first == ']' && !square.isEmpty()) {
            square.pop();
        } else {
            addText(start, sign.end());
        }
    }

    private void open(Deque<Bracket> kind, double factor) {
        Bracket bracket = new Bracket(kind.peek(), factor);
        kind.push(bracket);
        brackets.add(bracket);
    }

    private void add(int start, int end, double weight) {
        parts.add(new Part(start, end, weight, round.peek(), square.peek()));
    }

    /** Digits of any script, as Python's {@code float}. The reference fails on something like 1.2.3, which its pattern takes. */
    private static Optional<Double> number(String text) {
        StringBuilder number = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                number.append(Character.digit(c, 10));
            } else {
                number.appendCodePoint(c);
            }
        });
        try {
            return Optional.of(Double.valueOf(number.toString()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void addText(int start, int end) {
        Matcher separator = BREAK.matcher(prompt).region(start, end);
        int from = start;
        while (separator.find()) {
            add(from, separator.start(), 1);
            int word = prompt.indexOf("BREAK", separator.start());
            add(word, word + "BREAK".length(), -1);
            from = separator.end();
        }
        add(from, end, 1);
    }

    private List<WeightedText> merged() {
        List<WeightedText> merged = new ArrayList<>();
        for (int first = 0; first < parts.size();) {
            double weight = parts.get(first).product();
            int behind = first + 1;
            while (behind < parts.size() && parts.get(behind).product() == weight) {
                behind++;
            }
            merged.add(text(parts.subList(first, behind), weight));
            first = behind;
        }
        return merged;
    }

    private WeightedText text(List<Part> alike, double weight) {
        StringBuilder text = new StringBuilder();
        alike.forEach(part -> text.append(prompt, part.start, part.end));
        int[] positions = alike.stream().flatMapToInt(part -> IntStream.range(part.start, part.end)).toArray();
        return new WeightedText(text.toString(), weight, positions);
    }
}
