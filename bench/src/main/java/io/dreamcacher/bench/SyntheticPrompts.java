package io.dreamcacher.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;

/** Different prompts of made-up words; few words are frequent and most are rare, as in real ones. */
final class SyntheticPrompts {
    private static final int WORDS = 20_000;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 14;
    private static final double SKEW = 3;

    private final SplittableRandom random;
    private final List<String> words;

    /** Prompts of one seed: the same ones in the same order. */
    SyntheticPrompts(long seed) {
        random = new SplittableRandom(seed);
        words = words(random.split());
    }

    /** So many prompts, no two alike. */
    List<String> take(int count) {
        LinkedHashSet<String> prompts = new LinkedHashSet<>();
        while (prompts.size() < count) {
            prompts.add(prompt());
        }
        return List.copyOf(prompts);
    }

    private String prompt() {
        StringBuilder text = new StringBuilder("a");
        int length = random.nextInt(SHORTEST, LONGEST);
        for (int i = 0; i < length; i++) {
            text.append(' ').append(words.get((int) (WORDS * Math.pow(random.nextDouble(), SKEW))));
        }
        return text.toString();
    }

    private static List<String> words(SplittableRandom letters) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            int length = letters.nextInt(2, 10);
            for (int j = 0; j < length; j++) {
                word.append((char) ('a' + letters.nextInt(26)));
            }
            words.add(word.toString());
        }
        return words;
    }
}
