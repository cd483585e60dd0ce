package io.dreamcacher.gate;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What prompts contrast that a model may not hear, such as a photo with a painting: two prompts contrast when both say
 * something of it, and nothing of that is the same.
 */
public final class Contrast {
    private static final List<Scale> SCALES = Scale.load("contrasts.txt");

    private Contrast() {}

    /** Names of all there are. */
    public static Stream<String> names() {
        return SCALES.stream().map(Scale::name);
    }

    /** Names of what two prompts contrast. */
    public static Stream<String> between(String asked, String stored) {
        Map<String, Set<String>> one = said(asked);
        Map<String, Set<String>> other = said(stored);
        return one.keySet()
                .stream()
                .filter(other::containsKey)
                .filter(name -> Collections.disjoint(one.getOrDefault(name, Set.of()),
                        other.getOrDefault(name, Set.of())));
    }

    private static Map<String, Set<String>> said(String prompt) {
        List<Token> tokens = PromptText.of(prompt).tokens();
        Map<String, Set<String>> said = new LinkedHashMap<>();
        for (Scale scale : SCALES) {
            IntStream.range(0, tokens.size())
                    .mapToObj(place -> scale.match(tokens, place))
                    .filter(match -> match.length() > 0)
                    .forEach(match -> said.computeIfAbsent(scale.name(), name -> new HashSet<>())
                            .addAll(match.places()));
        }
        return said;
    }
}
