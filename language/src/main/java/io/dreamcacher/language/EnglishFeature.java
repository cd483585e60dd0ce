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
    /** Bindings that both have. */
    BINDING_KEPT("binding-kept", Effect.FOR),
    /** Bindings of words that both have, which the stored prompt does not bind. */
    BINDING_OPEN("binding-open", Effect.EITHER),
    /** Bindings whose quality the stored prompt gives to something else. */
    BINDING_OTHER("binding-other", Effect.AGAINST),
    /** Roles of words that both have, which the stored prompt leaves open. */
    ROLE_OPEN("role-open", Effect.EITHER),
    /** Roles that something else has in the stored prompt. */
    ROLE_OTHER("role-other", Effect.AGAINST),
    /** Places that both have. */
    PLACE_KEPT("place-kept", Effect.FOR),
    /** Places of words that both have, which the stored prompt leaves open. */
    PLACE_OPEN("place-open", Effect.EITHER),
    /** Places that are something else's in the stored prompt. */
    PLACE_OTHER("place-other", Effect.AGAINST),
    /** Bindings, roles and places whose two words both go with another word of the asked prompt in the stored one. */
    EXCHANGED("exchanged", Effect.AGAINST),
    /** Roles and places that the stored prompt has the other way round. */
    REVERSED("reversed", Effect.AGAINST),
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
    /** 1 when the order differs and a noun is in one of the prompts only, so that nobody can tell what took whose place. */
    MOVED("moved", Effect.AGAINST),
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
