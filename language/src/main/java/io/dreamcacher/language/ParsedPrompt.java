package io.dreamcacher.language;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A prompt that was read.
 *
 * @param size words and punctuation of it
 * @param meanings its words and what they mean
 * @param content dictionary forms of its nouns, adjectives, verbs and numbers in order, repeated ones too
 * @param strict dictionary forms of all words that no dependency stands for, sorted: of nouns, adjectives, verbs, numbers, adverbs and what
 *        denies or joins
 * @param structure who does what to whom
 * @param phrases what things, qualities and events it names, in order
 * @param clauses what stands between its commas, in order
 */
record ParsedPrompt(int size, WordMeanings meanings, List<String> content, List<String> strict,
        PromptStructure structure, List<Phrase> phrases, List<Phrase> clauses) {

    private static final Set<String> ARTICLES = Set.of("a", "an", "the", "this", "that");

    static ParsedPrompt of(List<TaggedWord> words, DependencyParser parser, WordNet dictionary) {
        Syntax syntax = parser.parse(words);
        return of(bySyntax(words, syntax), syntax, dictionary);
    }

    /** A tagger takes many a noun at the end for an adjective; what is done, or is where something is, is a thing. */
    private static List<TaggedWord> bySyntax(List<TaggedWord> words, Syntax syntax) {
        List<TaggedWord> corrected = new ArrayList<>(words);
        for (int place = 0; place < words.size(); place++) {
            boolean thing = switch (syntax.function(place)) {
                case SUBJECT, PASSIVE_SUBJECT, OBJECT, PREPOSITIONAL_OBJECT -> true;
                case ROOT, GRAMMAR, PASSIVE, AGENT, MODIFIER, PREDICATE, PREPOSITION, CONJUNCT, NOUN_CLAUSE, CLAUSE,
                        ADVERBIAL, EXPLETIVE, APPOSITION, OTHER ->
                    false;
            };
            TaggedWord word = words.get(place);
            if (thing && word.is(PartOfSpeech.ADJECTIVE)) {
                corrected.set(place, new TaggedWord(word.text(), PartOfSpeech.NOUN, word.lemma()));
            }
        }
        return corrected;
    }

    private static ParsedPrompt of(List<TaggedWord> tagged, Syntax syntax, WordNet dictionary) {
        List<Optional<Preposition>> prepositions = prepositions(tagged);
        List<TaggedWord> words = withPrepositions(tagged, prepositions);
        List<String> content = new ArrayList<>();
        List<String> strict = new ArrayList<>();
        for (TaggedWord word : words) {
            if (word.part().isContent() && !word.is(PartOfSpeech.ADVERB)) {
                content.add(word.lemma());
            }
            if (isStrict(word)) {
                strict.add(word.lemma());
            }
        }
        Collections.sort(strict);
        SyntaxTree tree = new SyntaxTree(tagged, syntax);
        List<String> nouns = words.stream()
                .filter(word -> word.is(PartOfSpeech.NOUN))
                .map(TaggedWord::lemma)
                .toList();
        return new ParsedPrompt(words.size(), WordMeanings.of(words, dictionary), content, strict,
                PromptStructure.of(DependencyReader.read(tree, prepositions), nouns), Phrase.all(tagged),
                Phrase.clauses(tagged));
    }

    private static boolean isStrict(TaggedWord word) {
        return switch (word.part()) {
            case NOUN, VERB, ADJECTIVE, ADVERB, NUMBER, OTHER -> true;
            case CONJUNCTION -> !word.text().equals("and");
            case DETERMINER -> !ARTICLES.contains(word.text());
            case PREPOSITION, AUXILIARY, PRONOUN, PUNCTUATION -> false;
        };
    }

    /** Whether both ask for the same things with the same qualities, parts and places, and nothing is left to guess. */
    boolean hasStructureOf(ParsedPrompt other) {
        return strict.equals(other.strict) && structure.isWhole() && other.structure.isWhole()
                && structure.dependencies().equals(other.structure.dependencies())
                && Set.copyOf(strict).size() == strict.size();
    }

    /** For each word the preposition that begins there; words inside of one begin none. */
    private static List<Optional<Preposition>> prepositions(List<TaggedWord> words) {
        List<Optional<Preposition>> all = new ArrayList<>();
        int last = -1;
        for (int place = 0; place < words.size(); place++) {
            Optional<Preposition> here = place > last ? Preposition.at(words, place) : Optional.empty();
            all.add(here);
            last = here.map(Preposition::last).orElse(last);
        }
        return all;
    }

    /** "In front of" says where, and has no front. */
    private static List<TaggedWord> withPrepositions(List<TaggedWord> tagged, List<Optional<Preposition>> all) {
        List<TaggedWord> words = new ArrayList<>(tagged);
        for (int first = 0; first < tagged.size(); first++) {
            int last = all.get(first).map(Preposition::last).orElse(-1);
            for (int place = first; place <= last; place++) {
                String text = tagged.get(place).text();
                words.set(place, new TaggedWord(text, PartOfSpeech.PREPOSITION, text));
            }
        }
        return words;
    }

    boolean says(String lemma) {
        return meanings.says(lemma);
    }
}
