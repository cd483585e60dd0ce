package io.dreamcacher.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Proper names as far as capitals tell: capitalised words inside a sentence. A prompt that capitalises grammar words
 * too is a headline and tells nothing; words in capitals throughout ("HDR") are not names.
 */
final class Names {
    private static final Set<String> DAILY_WORDS = Qualities.allScales()
            .stream()
            .flatMap(scale -> scale.places().keySet().stream())
            .collect(Collectors.toUnmodifiableSet());

    private Names() {}

    static List<String> read(List<Token> tokens) {
        List<String> names = new ArrayList<>();
        for (Token token : tokens) {
            if (token.startsSentence() || !isCapitalised(token.written())) {
                continue;
            }
            if (!token.isContent() && !token.word().equals("i") && !token.word().startsWith("i'")) {
                return List.of();
            }
            if (token.isContent() && !DAILY_WORDS.contains(token.word())) {
                names.add(token.written());
            }
        }
        return List.copyOf(names);
    }

    private static boolean isCapitalised(String written) {
        return Character.isUpperCase(written.codePointAt(0)) && written.codePoints().anyMatch(Character::isLowerCase);
    }
}
