package io.dreamcacher.language;

import io.dreamcacher.reuse.PromptComparer;
import io.dreamcacher.reuse.PromptComparer.Effect;

/** What {@link EnglishComparer} counts beside what becomes of dependencies ({@link Finding}). */
enum EnglishFeature {
    /** Nouns that only the stored prompt has. */
    EXTRA_NOUN("extra-noun", Effect.AGAINST),
    /** Adjectives that only it has. */
    EXTRA_ADJECTIVE("extra-adjective", Effect.AGAINST),
    /** Verbs that only it has. */
    EXTRA_VERB("extra-verb", Effect.AGAINST),
    /** Share of pairs of common content words that are in the other order, in [0, 1]. */
    ORDER("order", Effect.EITHER),
    /** Pairs of nouns of both that are joined in one of them and not in the other. */
    APART("apart", Effect.AGAINST),
    /** Nouns that one of them has more than once, so that nobody can tell which is meant. */
    REPEATED("repeated", Effect.AGAINST),
    /** 1 when both have the same words with the same dependencies, and no word is without its place in them or there twice. */
    SAME_STRUCTURE("same-structure", Effect.FOR),
    /** Words of the asked prompt. */
    ASKED_WORDS("asked-words", Effect.EITHER),
    /** Words of the stored prompt. */
    STORED_WORDS("stored-words", Effect.EITHER);

    private final String title;
    private final Effect effect;

    EnglishFeature(String title, Effect effect) {
        this.title = title;
        this.effect = effect;
    }

    PromptComparer.Feature feature() {
        return new PromptComparer.Feature(title, effect);
    }
}
