package io.dreamcacher.language;

import java.util.Set;

/** Verbs that captions use to say that something is there, and where: one stands for another without a change of the image. */
final class LightVerbs {
    private static final Set<String> VERBS = Set.of("have", "contain", "feature", "include", "show", "display",
            "position",
            "locate", "situate", "place", "be", "see", "hold", "present", "full", "fill", "there", "stand", "sit",
            "use",
            "accompany", "adorn", "decorate", "surround", "cover", "top", "occupy", "consist", "comprise");

    private LightVerbs() {}

    static boolean contains(String lemma) {
        return VERBS.contains(lemma);
    }
}
