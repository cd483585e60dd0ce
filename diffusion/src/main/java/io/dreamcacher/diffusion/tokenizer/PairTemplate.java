package io.dreamcacher.diffusion.tokenizer;

import java.util.List;

/**
 * How two texts become one sequence: {@code [CLS] first [SEP] second [SEP]} in BERT, with types that tell which token belongs to
 * which. Immutable.
 *
 * @param parts in order; each text is one of them, once
 */
record PairTemplate(List<Part> parts) {
    /** A token, or one of the texts, with the type of its tokens. */
    sealed interface Part {
        int type();
    }

    record Special(int id, int type) implements Part {}

    record First(int type) implements Part {}

    record Second(int type) implements Part {}

    PairTemplate {
        parts = List.copyOf(parts);
        if (count(parts, First.class) != 1 || count(parts, Second.class) != 1) {
            throw new IllegalArgumentException("a pair must hold each text once; found " + parts);
        }
    }

    static PairTemplate ofBert(int start, int separator) {
        return new PairTemplate(List.of(new Special(start, 0), new First(0), new Special(separator, 0), new Second(1),
                new Special(separator, 1)));
    }

    private static long count(List<Part> parts, Class<? extends Part> kind) {
        return parts.stream().filter(kind::isInstance).count();
    }

    /** How many tokens it adds to those of the texts. */
    int specials() {
        return Math.toIntExact(count(parts, Special.class));
    }
}
