package io.dreamcacher.request;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@link Conditioning} as words {@code name=value}, only those that are not off, in this order: {@code rescale},
 * {@code clip-skip}, {@code syntax}, {@code long-prompts}, {@code variation} (seed:strength), {@code start}
 * (digest:strength), {@code mask} (digest), {@code eta}.
 */
final class ConditioningText {
    private static final String RESCALE = "rescale";
    private static final String CLIP_SKIP = "clip-skip";
    private static final String SYNTAX = "syntax";
    private static final String LONG_PROMPTS = "long-prompts";
    private static final String VARIATION = "variation";
    private static final String START = "start";
    private static final String MASK = "mask";
    private static final String ETA = "eta";

    private ConditioningText() {}

    static String of(Conditioning conditioning) {
        Map<String, String> words = new LinkedHashMap<>();
        if (conditioning.guidanceRescale() > 0) {
            words.put(RESCALE, Double.toString(conditioning.guidanceRescale()));
        }
        if (conditioning.clipSkip() > 0) {
            words.put(CLIP_SKIP, Integer.toString(conditioning.clipSkip()));
        }
        if (conditioning.promptSyntax() != PromptSyntax.PLAIN) {
            words.put(SYNTAX, name(conditioning.promptSyntax()));
        }
        if (conditioning.longPrompts() != LongPrompts.CUT) {
            words.put(LONG_PROMPTS, name(conditioning.longPrompts()));
        }
        conditioning.variation().ifPresent(value -> words.put(VARIATION, value.seed() + ":" + value.strength()));
        conditioning.start().ifPresent(value -> putStart(words, value));
        if (conditioning.eta() > 0) {
            words.put(ETA, Double.toString(conditioning.eta()));
        }
        return words.entrySet()
                .stream()
                .map(word -> word.getKey() + "=" + word.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void putStart(Map<String, String> words, InitImageReference start) {
        words.put(START, start.image() + ":" + start.strength());
        start.mask().ifPresent(mask -> words.put(MASK, mask));
    }

    static Conditioning parse(String text) {
        Conditioning read = Conditioning.NONE;
        Map<String, String> words = words(text);
        for (Map.Entry<String, String> word : words.entrySet()) {
            String value = word.getValue();
            read = switch (word.getKey()) {
                case RESCALE -> read.withGuidanceRescale(Double.parseDouble(value));
                case CLIP_SKIP -> read.withClipSkip(Integer.parseInt(value));
                case SYNTAX -> read.withPromptSyntax(PromptSyntax.valueOf(value.toUpperCase(Locale.ROOT)));
                case LONG_PROMPTS -> read.withLongPrompts(LongPrompts.valueOf(value.toUpperCase(Locale.ROOT)));
                case VARIATION -> read.withVariation(
                        new SeedVariation(Long.parseLong(before(value)), Double.parseDouble(after(value))));
                case START -> read.withInitImage(new InitImageReference(before(value),
                        Optional.ofNullable(words.get(MASK)), Double.parseDouble(after(value))));
                case MASK -> read;
                case ETA -> read.withEta(Double.parseDouble(value));
                default -> throw new IllegalArgumentException("unknown word " + word.getKey() + " in " + text);
            };
        }
        return read;
    }

    private static Map<String, String> words(String text) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int sign = word.indexOf('=');
            if (sign < 1) {
                throw new IllegalArgumentException("a word must be name=value, found \"" + word + "\"");
            }
            words.put(word.substring(0, sign), word.substring(sign + 1));
        }
        return words;
    }

    private static String before(String pair) {
        return pair.substring(0, Math.max(0, pair.indexOf(':')));
    }

    private static String after(String pair) {
        return pair.substring(pair.indexOf(':') + 1);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
