package io.dreamcacher.diffusion.conditioning;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

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
 * colon included. A {@code BREAK} within brackets is not one: the reference gives it a weight like everything there, and
 * then takes it for a word.
 */
final class AttentionParser {
    private static final double ROUND = 1.1;
    private static final double SQUARE = 1 / 1.1;
    private static final Pattern SIGN = Pattern.compile(
            "\\\\[()\\[\\]\\\\]|\\\\|\\(|\\[|:\\s*([+-]?[.\\d]+)\\s*\\)|\\)|]|[^\\\\()\\[\\]:]+|:");
    private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*", Pattern.UNICODE_CHARACTER_CLASS);

    /** A part whose weight may still change. */
    private static final class Part {
        private final StringBuilder text = new StringBuilder();
        private final List<Integer> positions = new ArrayList<>();
        private double weight;

        Part(String prompt, int start, int end, double weight) {
            text.append(prompt, start, end);
            IntStream.range(start, end).forEach(positions::add);
            this.weight = weight;
        }

        void append(Part next) {
            text.append(next.text);
            positions.addAll(next.positions);
        }

        WeightedText finished() {
            return new WeightedText(text.toString(), weight, positions.stream().mapToInt(Integer::intValue).toArray());
        }
    }

    private final String prompt;
    private final List<Part> parts = new ArrayList<>();
    private final Deque<Integer> round = new ArrayDeque<>();
    private final Deque<Integer> square = new ArrayDeque<>();

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
        round.reversed().forEach(start -> multiply(start, ROUND));
        square.reversed().forEach(start -> multiply(start, SQUARE));
        if (parts.isEmpty()) {
            parts.add(new Part("", 0, 0, 1));
        }
        return merged();
    }

    private void read(Matcher sign) {
        int start = sign.start();
        char first = prompt.charAt(start);
        Optional<Double> weight = Optional.ofNullable(sign.group(1)).flatMap(AttentionParser::number);
        if (first == '\\') {
            parts.add(new Part(prompt, start + 1, sign.end(), 1));
        } else if (first == '(') {
            round.push(parts.size());
        } else if (first == '[') {
            square.push(parts.size());
        } else if (weight.isPresent() && !round.isEmpty()) {
            multiply(round.pop(), weight.orElseThrow());
        } else if (first == ')' && !round.isEmpty()) {
            multiply(round.pop(), ROUND);
        } else if (first == ']' && !square.isEmpty()) {
            multiply(square.pop(), SQUARE);
        } else {
            addText(start, sign.end());
        }
    }

    /** The reference fails on something like 1.2.3, which its pattern takes for a number. */
    private static Optional<Double> number(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void addText(int start, int end) {
        Matcher separator = BREAK.matcher(prompt).region(start, end);
        int from = start;
        while (separator.find()) {
            parts.add(new Part(prompt, from, separator.start(), 1));
            int word = prompt.indexOf("BREAK", separator.start());
            parts.add(new Part(prompt, word, word + "BREAK".length(), -1));
            from = separator.end();
        }
        parts.add(new Part(prompt, from, end, 1));
    }

    private void multiply(int start, double factor) {
        for (Part part : parts.subList(start, parts.size())) {
            part.weight *= factor;
        }
    }

    private List<WeightedText> merged() {
        List<Part> merged = new ArrayList<>();
        for (Part part : parts) {
            if (!merged.isEmpty() && merged.getLast().weight == part.weight) {
                merged.getLast().append(part);
            } else {
                merged.add(part);
            }
        }
        return merged.stream().map(Part::finished).toList();
    }
}
