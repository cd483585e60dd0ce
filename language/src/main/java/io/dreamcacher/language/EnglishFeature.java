package io.dreamcacher.language;

import io.dreamcacher.reuse.PromptComparer;
import io.dreamcacher.reuse.PromptComparer.Effect;

/** What {@link EnglishComparer} counts. "Missing" words are said by the asked prompt and by the stored one in no form. */
enum EnglishFeature {
    /** Nouns that are missing. */
    MISSING_NOUN("missing-noun", Effect.AGAINST),
    /** Adjectives that are missing. */
    MISSING_ADJECTIVE("missing-adjective", Effect.AGAINST),
    /** Verbs that are missing. */
    MISSING_VERB("missing-verb", Effect.AGAINST),
    /** Verbs that are missing and only say that something is there. */
    MISSING_LIGHT_VERB("missing-light-verb", Effect.EITHER),
    /** Adverbs that are missing. */
    MISSING_ADVERB("missing-adverb", Effect.AGAINST),
    /** Nouns that the stored prompt has a synonym for. */
    SYNONYM_NOUN("synonym-noun", Effect.EITHER),
    /** Verbs that it has a synonym for. */
    SYNONYM_VERB("synonym-verb", Effect.EITHER),
    /** Adjectives that it has a synonym for. */
    SYNONYM_ADJECTIVE("synonym-adjective", Effect.EITHER),
    /** Nouns that it names a kind of: asked for an animal, stored a dog. */
    NARROWER_NOUN("narrower-noun", Effect.EITHER),
    /** Verbs that it names a kind of. */
    NARROWER_VERB("narrower-verb", Effect.EITHER),
    /** Nouns of which it names the kind only: asked for a dog, stored an animal. */
    BROADER_NOUN("broader-noun", Effect.EITHER),
    /** Verbs of which it names the kind only. */
    BROADER_VERB("broader-verb", Effect.EITHER),
    /** Nouns that only the stored prompt has. */
    EXTRA_NOUN("extra-noun", Effect.AGAINST),
    /** Adjectives that only it has. */
    EXTRA_ADJECTIVE("extra-adjective", Effect.AGAINST),
    /** Verbs that only it has. */
    EXTRA_VERB("extra-verb", Effect.AGAINST),
    /** Numbers that only it has. */
    EXTRA_NUMBER("extra-number", Effect.EITHER),
    /** 1 when both have the same content words as often. */
    SAME_WORDS("same-words", Effect.EITHER),
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
