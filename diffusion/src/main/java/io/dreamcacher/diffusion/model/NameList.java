package io.dreamcacher.diffusion.model;

import java.util.List;

/** Names for a sentence: the first three, and how many there are. */
final class NameList {
    private static final int SHOWN = 3;

    private NameList() {}

    static String of(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? "%s and %d more".formatted(shown, names.size() - SHOWN) : shown;
    }
}
