package io.dreamcacher.language;

import java.util.List;

/**
 * How the words of a prompt depend on one another: a tree.
 *
 * @param heads for each word the place of the word it depends on; {@link #ROOT} for one that depends on none
 * @param functions what each word is to its head
 */
record Syntax(List<Integer> heads, List<Function> functions) {
    /** The head of a word that depends on none. */
    static final int ROOT = -1;

    /** Refuses lists of different lengths and heads that are no words. */
    Syntax {
        heads = List.copyOf(heads);
        functions = List.copyOf(functions);
        if (heads.size() != functions.size()) {
            throw new IllegalArgumentException("every word must have a head and a function, found %d and %d"
                    .formatted(heads.size(), functions.size()));
        }
    }

    /** What a word is to its head: the relations of ClearNLP's dependencies that tell apart who does what to whom. */
    enum Function {
        /** The word that all others depend on. */
        ROOT,
        /** Words of grammar: articles, auxiliaries, conjunctions, punctuation. */
        GRAMMAR,
        /** The auxiliary of a passive. */
        PASSIVE,
        /** A quality, a number, an owner or a noun before another one. */
        MODIFIER,
        /** Who does it, or what is said to be something. */
        SUBJECT,
        /** To whom it is done, where a passive says so. */
        PASSIVE_SUBJECT,
        /** The "by" before who does it, where a passive says so. */
        AGENT,
        /** To whom it is done. */
        OBJECT,
        /** What a thing is said to be. */
        PREDICATE,
        /** A preposition. */
        PREPOSITION,
        /** What follows a preposition. */
        PREPOSITIONAL_OBJECT,
        /** One of several that are joined. */
        CONJUNCT,
        /** A participle or a clause that says more of a noun. */
        NOUN_CLAUSE,
        /** Another clause. */
        CLAUSE,
        /** How, where or when. */
        ADVERBIAL,
        /** The "there" of "there is". */
        EXPLETIVE,
        /** The same thing again. */
        APPOSITION,
        /** Anything else. */
        OTHER;

        /** The function of a label of ClearNLP 3. */
        static Function ofLabel(String label) {
            return switch (label) {
                case "root" -> ROOT;
                case "det", "predet", "preconj", "cc", "punct", "aux", "mark", "complm", "prt", "neg", "case", "intj",
                        "meta", "hyph", "prtmod", "possessive" ->
                    GRAMMAR;
                case "auxpass" -> PASSIVE;
                case "amod", "nummod", "num", "compound", "nn", "nmod", "poss", "hmod", "quantmod", "qmod", "number" ->
                    MODIFIER;
                case "nsubj", "csubj" -> SUBJECT;
                case "nsubjpass", "csubjpass" -> PASSIVE_SUBJECT;
                case "agent" -> AGENT;
                case "dobj", "iobj", "dative" -> OBJECT;
                case "attr", "acomp", "oprd" -> PREDICATE;
                case "prep" -> PREPOSITION;
                case "pobj", "pcomp" -> PREPOSITIONAL_OBJECT;
                case "conj" -> CONJUNCT;
                case "acl", "relcl", "rcmod", "partmod", "infmod" -> NOUN_CLAUSE;
                case "advcl", "ccomp", "xcomp", "parataxis" -> CLAUSE;
                case "advmod", "npadvmod" -> ADVERBIAL;
                case "expl" -> EXPLETIVE;
                case "appos" -> APPOSITION;
                default -> OTHER;
            };
        }
    }

    int size() {
        return heads.size();
    }

    int head(int place) {
        return heads.get(place);
    }

    Function function(int place) {
        return functions.get(place);
    }
}
