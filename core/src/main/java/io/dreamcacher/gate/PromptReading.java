package io.dreamcacher.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the guard understands of a prompt.
 *
 * @param words it has
 * @param qualities colours, sizes, times and other scales
 * @param counts numbers of things
 * @param relations of place and action
 * @param names people, places, brands
 * @param things lemmas of content words outside negations that were not read as qualities
 */
record PromptReading(Words words, Qualities qualities,
        List<Count> counts, List<Relation> relations, List<String> names, Set<String> things) {

    /**
     * The words of a prompt.
     *
     * @param text words and quoted texts
     * @param negations what must not be there
     * @param positive the words outside every negation
     */
    record Words(PromptText text, Negations negations, List<Token> positive) {}

    static PromptReading of(String prompt) {
        PromptText text = PromptText.of(prompt);
        Negations negations = Negations.read(text.tokens());
        List<Token> positive = negations.positive(text.tokens());
        Qualities qualities = Qualities.read(positive);
        return new PromptReading(new Words(text, negations, positive), qualities, CountReader.read(positive),
                RelationReader.read(positive), Names.read(text.tokens()), things(positive, qualities));
    }

    private static Set<String> things(List<Token> positive, Qualities qualities) {
        Set<String> things = new HashSet<>();
        for (int i = 0; i < positive.size(); i++) {
            if (positive.get(i).isContent() && !qualities.isQuality(i)) {
                things.add(positive.get(i).lemma());
            }
        }
        return Set.copyOf(things);
    }

    /** Whether a thing is spoken of in the plural; false when it is not spoken of. */
    boolean isPlural(String lemma) {
        return words.positive.stream().anyMatch(token -> token.lemma().equals(lemma) && token.isPlural());
    }
}
