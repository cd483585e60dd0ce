package io.dreamcacher.sqlite;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.util.Optional;

/** What each operation of the catalogue means for the prompts it remembers. */
final class RememberedPrompts {
    private RememberedPrompts() {}

    /** A generation answers its prompt from now on. */
    static void generated(Transaction transaction, Generation generation, Embedding vector) {
        answered(transaction, generation, vector, 1);
    }

    /** So does an image that nobody asked for. */
    static void takenIn(Transaction transaction, Generation generation, Embedding vector) {
        answered(transaction, generation, vector, 0);
    }

    private static void answered(Transaction transaction, Generation generation, Embedding vector, long uses) {
        Scope scope = generation.scope();
        String text = generation.recipe().prompt();
        PromptKey key = PromptKey.of(text);
        Optional<GenerationId> image = Optional.of(generation.id());
        Optional<RememberedPrompt> known = PromptTable.find(transaction.database(), scope, key);
        if (known.isPresent()) {
            PromptTable.update(transaction, changed(known.get(), known.get().uses() + uses, image));
            return;
        }
        insert(transaction, new RememberedPrompt(scope, key, text, uses, vector, image));
    }

    /** A remembered image answered a prompt: a prompt that is new or gets an image is a change, one more use is none. */
    static void used(Transaction transaction, Statistics.Use use) {
        Database database = transaction.database();
        Scope scope = use.access().writeScope();
        PromptKey key = PromptKey.of(use.prompt());
        Optional<RememberedPrompt> known = PromptTable.find(database, scope, key);
        if (known.isPresent() && known.get().image().isPresent()) {
            PromptTable.count(transaction, known.get());
            return;
        }
        Optional<GenerationId> image = Optional.of(use.answer())
                .filter(answer -> GenerationTable.scopeOf(database, answer).filter(scope::equals).isPresent());
        if (known.isPresent() && image.isEmpty()) {
            PromptTable.count(transaction, known.get());
        } else if (known.isPresent()) {
            PromptTable.update(transaction, changed(known.get(), known.get().uses() + 1, image));
        } else {
            use.vector()
                    .ifPresent(vector -> insert(transaction,
                            new RememberedPrompt(scope, key, use.prompt(), 1, vector, image)));
        }
    }

    /** A prompt without an image; one that is known stays as it is. */
    static void added(Transaction transaction, RememberedPrompt prompt) {
        if (PromptTable.find(transaction.database(), prompt.scope(), prompt.key()).isEmpty()) {
            insert(transaction, prompt);
        }
    }

    /** An image is about to go; the prompts it answered get the newest other of theirs, or go too. */
    static void lostImage(Transaction transaction, GenerationId image) {
        for (RememberedPrompt prompt : PromptTable.answeredBy(transaction.database(), image)) {
            lostImage(transaction, prompt, image);
        }
    }

    private static void lostImage(Transaction transaction, RememberedPrompt prompt, GenerationId image) {
        Optional<GenerationId> other = GenerationTable.newestOfPrompt(transaction.database(), prompt.scope(),
                prompt.key(), image);
        if (other.isPresent()) {
            PromptTable.update(transaction, changed(prompt, prompt.uses(), other));
            return;
        }
        PromptTable.delete(transaction, prompt);
        TotalsTable.prompts(transaction.database(), prompt.scope(), -1);
    }

    private static void insert(Transaction transaction, RememberedPrompt prompt) {
        PromptTable.insert(transaction, prompt);
        TotalsTable.prompts(transaction.database(), prompt.scope(), 1);
    }

    private static RememberedPrompt changed(RememberedPrompt prompt, long uses, Optional<GenerationId> image) {
        return new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(), uses, prompt.vector(), image);
    }
}
