package io.dreamcacher.gate;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What little English grammar the guard needs: which words carry only grammar, and the singular of a plural. */
final class English {
    private static final Set<String> FUNCTION_WORDS = WordLists.lines("function-words.txt")
            .flatMap(WordLists::words)
            .collect(Collectors.toUnmodifiableSet());

    private static final Map<String, String> IRREGULAR = WordLists.lines("irregular-plurals.txt")
            .map(line -> line.split(" "))
            .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));

    private static final int SHORTEST_PLURAL = 4;

    private English() {}

    static boolean isFunctionWord(String word) {
        return FUNCTION_WORDS.contains(word);
    }

    /** The singular of a lower-case noun by the regular rules of spelling and a list of exceptions. */
    static String singular(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() < SHORTEST_PLURAL || !word.endsWith("s") || endsLikeSingular(word)) {
            return word;
        }
        if (word.endsWith("ies") && word.length() > SHORTEST_PLURAL) {
            return cut(word, 3) + "y";
        }
        if (word.endsWith("ches") || word.endsWith("shes") || word.endsWith("xes") || word.endsWith("sses")
                || word.endsWith("zes") || word.endsWith("oes")) {
            return cut(word, 2);
        }
        return cut(word, 1);
    }

    private static boolean endsLikeSingular(String word) {
        return word.endsWith("ss") || word.endsWith("us") || word.endsWith("is") || word.endsWith("'s");
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }
}
