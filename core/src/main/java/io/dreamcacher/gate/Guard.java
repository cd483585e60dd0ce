package io.dreamcacher.gate;

import io.dreamcacher.reuse.RecentlyRead;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what two English prompts disagree about, where vectors cannot be trusted to: opposites such as "with" and
 * "without" reach cosines of 0.83 to 0.9997 in nine encoders, and CLIP is close to a bag of words (Yuksekgonul et al.
 * 2023, "When and why vision-language models behave like bags-of-words"). It knows grammar words, colours, numbers and
 * opposites of general English, and nothing of what any one model was trained on.
 *
 * <p>
 * What the new prompt asks for must be said by the stored one: a colour, a size, a time of day, a side. The other way
 * round, a stored prompt that says more is no difference: its image shows what is asked for, and the similarities
 * judge the rest. Three things are strict in both directions, because leaving them out says something too: numbers ("a
 * boat" is one boat), negations, and quoted text and names. A word with several meanings agrees with each of them.
 *
 * <p>
 * Synonyms of things are not its business: "yacht" for "boat" is no difference, nor is "house" for "boat". Thread-safe.
 */
public final class Guard {
    /** Prompts that are kept read, so that a stored one that many ask about is read once; each takes a few kilobytes. */
    private static final int MOST_PROMPTS = 2048;

    private final RecentlyRead<GuardedPrompt> prompts = new RecentlyRead<>(MOST_PROMPTS);

    /** A guard; all are alike. */
    public Guard() {}

    /**
     * The first thing a new prompt asks for that the image of a stored prompt must be assumed not to show.
     *
     * @param asked the new prompt
     * @param stored the prompt of the remembered image
     * @return empty when nothing is found, which does not say that both mean the same
     */
    public Optional<Difference> difference(String asked, String stored) {
        return prepare(asked).with(stored).difference();
    }

    /**
     * What each of its readers finds between two prompts, by what it reads, with a sentence: for counting what each is worth.
     *
     * @param asked the new prompt
     * @param stored the prompt of the remembered image
     */
    public SortedMap<String, String> findings(String asked, String stored) {
        GuardedPair pair = prepare(asked).with(stored);
        SortedMap<String, String> found = new TreeMap<>();
        Map<String, List<Scale>> each = Qualities.allScales()
                .stream()
                .collect(Collectors.toMap(Scale::name, List::of));
        pair.readers(each)
                .forEach((name, find) -> find.get().ifPresent(some -> found.put(name, some.reason())));
        return found;
    }

    /**
     * The first thing that forbids reuse where nothing but the texts decides: a difference, or what only one of the two says and
     * nobody can tell from the image, such as that it is a drawing.
     */
    public Optional<Difference> differenceByTexts(String asked, String stored) {
        GuardedPair pair = prepare(asked).with(stored);
        return pair.difference().or(pair::oneSided);
    }

    /** Reads a new prompt, once for all stored ones it is compared with. */
    GuardQuestion prepare(String asked) {
        return new GuardQuestion(read(asked));
    }

    private GuardedPrompt read(String prompt) {
        return prompts.get(prompt, GuardedPrompt::of);
    }

    /** A new prompt that was read. */
    final class GuardQuestion {
        private final GuardedPrompt asked;

        private GuardQuestion(GuardedPrompt asked) {
            this.asked = asked;
        }

        /** Reads a stored prompt, once for all that is asked about the two. */
        GuardedPair with(String stored) {
            return new GuardedPair(asked, read(stored));
        }
    }

    /**
     * A prompt that was read.
     *
     * @param signs letters of other scripts than Latin, and symbols such as emoji, in order
     * @param literals what it says in figures
     * @param reading what it asks for
     */
    private record GuardedPrompt(String signs, Set<String> literals, PromptReading reading) {
        static GuardedPrompt of(String prompt) {
            return new GuardedPrompt(Guard.signs(prompt), Literals.read(prompt), PromptReading.of(prompt));
        }
    }

    /** A new and a stored prompt that were read. */
    static final class GuardedPair {
        private final GuardedPrompt asked;
        private final GuardedPrompt stored;

        private GuardedPair(GuardedPrompt asked, GuardedPrompt stored) {
            this.asked = asked;
            this.stored = stored;
        }

        Optional<Difference> difference() {
            return differences().findFirst();
        }

        /** What only one of the two says, where texts alone must not decide then. */
        Optional<Difference> oneSided() {
            return Qualities.allScales()
                    .stream()
                    .filter(scale -> hasSameSigns() && scale.needs().contains(Scale.Needs.BOTH))
                    .flatMap(scale -> new QualityComparison(scale, asked.reading, stored.reading).findOneSided()
                            .stream())
                    .findFirst();
        }

        /** At most one of each kind, found as they are taken. */
        Stream<Difference> differences() {
            return readers(Map.of("quality", Qualities.allScales())).values()
                    .stream()
                    .flatMap(find -> find.get().stream());
        }

        /**
         * What reads the two, by what it reads, in the order in which they are asked.
         *
         * @param qualities scales of which the first that differs counts
         */
        private Map<String, Supplier<Optional<Difference>>> readers(Map<String, List<Scale>> qualities) {
            if (!hasSameSigns()) {
                return Map.of("script", () -> Optional.of(new Difference(Difference.Kind.LANGUAGE,
                        "The prompts differ in signs or letters that only exact repeats are trusted with.")));
            }
            PromptReading want = asked.reading;
            PromptReading have = stored.reading;
            Map<String, Supplier<Optional<Difference>>> readers = new LinkedHashMap<>();
            readers.put("quoted text",
                    () -> quotedText(want.words().text().quoted(), have.words().text().quoted()));
            readers.put("figures", () -> literals(asked.literals, stored.literals));
            readers.put("negation", () -> NegationComparison.find(want, have));
            readers.put("count", () -> new CountComparison(want, have).find());
            qualities.forEach((name, scales) -> readers.put(name, () -> scales.stream()
                    .flatMap(scale -> new QualityComparison(scale, want, have).find().stream())
                    .findFirst()));
            readers.put("relation", () -> new RelationComparison(want, have).find());
            readers.put("name", () -> names(want, have));
            return readers;
        }

        private boolean hasSameSigns() {
            return asked.signs.equals(stored.signs);
        }
    }

    private static Optional<Difference> literals(Set<String> want, Set<String> have) {
        return want.equals(have)
                ? Optional.empty()
                : Optional.of(new Difference(Difference.Kind.NUMBER,
                        "The figures differ: %s asked for, %s in the remembered prompt.".formatted(named(want),
                                named(have))));
    }

    private static String named(Set<String> literals) {
        return literals.isEmpty() ? "none" : '"' + String.join("\", \"", literals) + '"';
    }

    private static Optional<Difference> quotedText(List<String> want, List<String> have) {
        if (want.equals(have)) {
            return Optional.empty();
        }
        String reason = want.isEmpty()
                ? "The remembered picture is to say \"%s\", which is not asked for.".formatted(have.getFirst())
                : "The picture is to say \"%s\", and the remembered one does not.".formatted(String.join(" ", want));
        return Optional.of(new Difference(Difference.Kind.QUOTED_TEXT, reason));
    }

    private static Optional<Difference> names(PromptReading want, PromptReading have) {
        Optional<String> missing = missing(want.names(), have);
        if (missing.isPresent()) {
            return missing.map(name -> new Difference(Difference.Kind.NAME,
                    "\"%s\" is asked for, and the remembered prompt does not name it.".formatted(name)));
        }
        return missing(have.names(), want).map(name -> new Difference(Difference.Kind.NAME,
                "The remembered picture is of \"%s\", which is not asked for.".formatted(name)));
    }

    private static Optional<String> missing(List<String> names, PromptReading other) {
        Set<String> words = new HashSet<>();
        other.words().text().tokens().forEach(token -> words.add(token.word()));
        return names.stream().filter(name -> !words.contains(Token.plain(name))).findFirst();
    }

    /** Letters of other scripts than Latin, and symbols such as emoji, in order. */
    private static String signs(String prompt) {
        return prompt.codePoints()
                .filter(c -> Character.getType(c) == Character.OTHER_SYMBOL
                        || (Character.isLetter(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN))
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }
}
