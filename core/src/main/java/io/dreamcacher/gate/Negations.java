package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a prompt says must not be there, and which of its words say so. Reach: from the negating word over articles,
 * "and" and "or" to the end of the clause or the next preposition.
 *
 * @param phrases what is negated, one entry a negating word
 * @param negated whether each word of the prompt stands in the reach of a negation, or negates
 */
record Negations(List<NounPhrase> phrases, List<Boolean> negated) {
    private static final Set<String> NEGATING = Set.of("no", "not", "without", "never", "none", "neither", "nor",
            "lacking", "minus", "except", "excluding", "sans", "cannot", "nobody", "nothing", "nowhere");

    private static final Set<String> NEGATING_WITH_OF = Set.of("free", "devoid", "empty", "absence", "lack", "instead",
            "rid");

    private static final Set<String> PASSED = Set.of("a", "an", "the", "any", "and", "or", "nor", "some", "other",
            "more", "of", "his", "her", "its", "their", "is", "are", "be", "being");

    private static final Set<String> LESS_THAT_NEGATES_NOTHING = Set.of("seamless", "endless", "timeless", "flawless",
            "priceless", "wireless", "countless", "stainless", "restless", "limitless", "boundless", "ageless",
            "effortless", "regardless", "unless", "bless", "less", "nevertheless", "nonetheless", "breathless",
            "careless", "helpless", "homeless", "relentless", "reckless", "ruthless", "harmless", "matchless",
            "peerless", "tireless", "weightless", "motionless", "topless", "wordless", "speechless", "soulless",
            "cloudless", "doubtless", "deathless", "hopeless", "fearless", "painless", "spotless", "tasteless");

    private static final int SHORTEST_LESS = 7;
    private static final int REACH = 8;

    Negations {
        phrases = List.copyOf(phrases);
        negated = List.copyOf(negated);
    }

    static Negations read(List<Token> tokens) {
        List<NounPhrase> phrases = new ArrayList<>();
        boolean[] negated = new boolean[tokens.size()];
        for (int i = 0; i < tokens.size(); i++) {
            if (negated[i]) {
                continue;
            }
            int reachStart = reachStart(tokens, i);
            if (reachStart > 0) {
                phrases.add(reach(tokens, i, reachStart, negated));
                continue;
            }
            String bare = suffixed(tokens, i);
            if (!bare.isEmpty()) {
                negated[i] = true;
                phrases.add(new NounPhrase(List.of(bare)));
            }
        }
        List<Boolean> flags = new ArrayList<>();
        for (boolean flag : negated) {
            flags.add(flag);
        }
        return new Negations(phrases, flags);
    }

    /** The words outside every negation; what follows a negation starts a new clause. */
    List<Token> positive(List<Token> tokens) {
        List<Token> positive = new ArrayList<>();
        boolean gap = false;
        for (int i = 0; i < tokens.size(); i++) {
            if (negated.get(i)) {
                gap = true;
                continue;
            }
            positive.add(gap ? tokens.get(i).startingClause() : tokens.get(i));
            gap = false;
        }
        return List.copyOf(positive);
    }

    /** Where the reach of a negating word begins; 0 when the word negates nothing. */
    private static int reachStart(List<Token> tokens, int index) {
        String word = tokens.get(index).word();
        String next = index + 1 < tokens.size() ? tokens.get(index + 1).word() : "";
        if (NEGATING.contains(word) || word.endsWith("n't")) {
            boolean emphasis = next.equals("only") || next.equals("but");
            boolean abbreviation = word.equals("no") && !next.isEmpty() && Character.isDigit(next.charAt(0));
            return emphasis || abbreviation ? 0 : index + 1;
        }
        return NEGATING_WITH_OF.contains(word) && next.equals("of") ? index + 2 : 0;
    }

    private static NounPhrase reach(List<Token> tokens, int trigger, int start, boolean[] negated) {
        List<String> words = new ArrayList<>();
        int end = trigger + 1;
        for (int i = start; i < tokens.size() && i < start + REACH; i++) {
            Token token = tokens.get(i);
            if (token.startsClause() || (!token.isContent() && !PASSED.contains(token.word()))) {
                break;
            }
            if (token.isContent()) {
                words.add(token.lemma());
                end = i + 1;
            }
        }
        for (int i = trigger; i < Math.max(end, start); i++) {
            negated[i] = true;
        }
        return new NounPhrase(words);
    }

    /** The noun that "-less" or "-free" says is missing; empty when the word says no such thing. */
    private static String suffixed(List<Token> tokens, int index) {
        Token token = tokens.get(index);
        String word = token.word();
        if (word.equals("free") && token.hyphenated()) {
            return tokens.get(index - 1).lemma();
        }
        boolean negates = word.endsWith("less") && word.length() >= SHORTEST_LESS
                && !LESS_THAT_NEGATES_NOTHING.contains(word);
        return negates ? English.singular(word.substring(0, word.length() - "less".length())) : "";
    }
}
