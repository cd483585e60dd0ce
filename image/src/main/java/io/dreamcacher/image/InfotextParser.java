package io.dreamcacher.image;

import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.SamplerNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads infotext as AUTOMATIC1111's {@code parse_generation_parameters} (web UI 1.10) does: the last line counts as
 * parameters only with three pairs or more. Its pattern
 *
 * <pre>{@code \s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)}</pre>
 *
 * is a scanner here, because a backtracking one takes quadratic time and deep stacks on texts made for that.
 */
final class InfotextParser {
    private static final String NEGATIVE = "Negative prompt:";
    private static final int LEAST_PAIRS = 3;
    private static final int LONGEST_PARAMETERS = 16_384;
    private static final Pattern SIZE = Pattern.compile("[1-9]\\d{0,5}x[1-9]\\d{0,5}");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,20}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d{1,20})?");

    private final String line;
    private final Map<String, String> pairs = new LinkedHashMap<>();
    private int count;

    private InfotextParser(String line) {
        this.line = line;
    }

    static Infotext parse(String text) {
        List<String> lines = text.strip().lines().toList();
        String last = lines.isEmpty() ? "" : lines.getLast();
        InfotextParser parameters = new InfotextParser(last.length() > LONGEST_PARAMETERS ? "" : last);
        parameters.scan();
        if (parameters.count < LEAST_PAIRS) {
            return infotext(lines, Map.of());
        }
        return infotext(lines.subList(0, lines.size() - 1), parameters.pairs);
    }

    private static Infotext infotext(List<String> lines, Map<String, String> pairs) {
        StringBuilder prompt = new StringBuilder();
        StringBuilder negative = new StringBuilder();
        boolean negativeGiven = false;
        for (String raw : lines) {
            String line = raw.strip();
            if (line.startsWith(NEGATIVE)) {
                negativeGiven = true;
                line = line.substring(NEGATIVE.length()).strip();
            }
            StringBuilder current = negativeGiven ? negative : prompt;
            current.append(current.isEmpty() ? "" : "\n").append(line);
        }
        return new Infotext(prompt.toString(), negativeGiven ? Optional.of(negative.toString()) : Optional.empty(),
                new Infotext.Sampling(integer(pairs, "Steps"), Optional.ofNullable(pairs.get("Sampler")),
                        pairs.getOrDefault("Schedule type", SamplerNames.AUTOMATIC)),
                number(pairs, "CFG scale"), seed(pairs),
                size(pairs),
                Optional.ofNullable(pairs.get("Model")));
    }

    private void scan() {
        int position = 0;
        int colon = line.indexOf(':');
        while (colon >= 0) {
            int key = keyStart(position, colon);
            if (colon - key >= 2) {
                position = value(line.substring(key, colon), colon + 1);
            }
            colon = line.indexOf(':', Math.max(position, colon + 1));
        }
    }

    /** Where the longest key before a colon begins, not before {@code from}. */
    private int keyStart(int from, int colon) {
        int start = colon;
        while (start > from && isKey(line.charAt(start - 1))) {
            start--;
        }
        while (start < colon && !isWord(line.charAt(start))) {
            start++;
        }
        return start;
    }

    /** Reads one value and returns where the next key may begin. */
    private int value(String key, int from) {
        int start = from;
        while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
            start++;
        }
        int end = quotedEnd(start);
        if (end < 0) {
            int comma = line.indexOf(',', start);
            end = comma < 0 ? line.length() : comma;
        }
        count++;
        pairs.put(key, InfotextQuotes.unquote(line.substring(start, end)));
        return Math.min(end + 1, line.length());
    }

    /** Where a quoted value ends, after its quote; −1 when none begins here or a comma or the end does not follow. */
    private int quotedEnd(int start) {
        if (start >= line.length() || line.charAt(start) != '"') {
            return -1;
        }
        for (int i = start + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                boolean complete = i > start + 1 && (i + 1 == line.length() || line.charAt(i + 1) == ',');
                return complete ? i + 1 : -1;
            }
        }
        return -1;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    private static boolean isKey(char c) {
        return isWord(c) || c == ' ' || c == '-' || c == '/';
    }

    private static OptionalInt integer(Map<String, String> pairs, String key) {
        String value = pairs.getOrDefault(key, "");
        return INTEGER.matcher(value).matches() && value.length() < 10
                ? OptionalInt.of(Integer.parseInt(value))
                : OptionalInt.empty();
    }

    private static OptionalDouble number(Map<String, String> pairs, String key) {
        String value = pairs.getOrDefault(key, "");
        return NUMBER.matcher(value).matches() ? OptionalDouble.of(Double.parseDouble(value)) : OptionalDouble.empty();
    }

    private static OptionalLong seed(Map<String, String> pairs) {
        String value = pairs.getOrDefault("Seed", "");
        try {
            return INTEGER.matcher(value).matches() ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
        } catch (NumberFormatException e) {
            return OptionalLong.empty(); // 20 digits may exceed 64 bits
        }
    }

    private static Optional<ImageSize> size(Map<String, String> pairs) {
        String value = pairs.getOrDefault("Size", "");
        return SIZE.matcher(value).matches() ? Optional.of(ImageSize.parse(value)) : Optional.empty();
    }
}
