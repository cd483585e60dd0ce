package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.generator.CanonicalPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** What of a prompt reaches a model with one tokenizer or two. Immutable and thread-safe. */
public final class CanonicalPrompts {
    private final List<PromptReader> readers;

    /** For a model with these tokenizers, the first one's first. */
    public CanonicalPrompts(List<ClipTokenizer> tokenizers) {
        this.readers = tokenizers.stream().map(PromptReader::new).toList();
    }

    /** Token ids, weights and breaks for each tokenizer, and where the first of them cuts the prompt. */
    public CanonicalPrompt of(String prompt, PromptOptions options) {
        List<String> texts = new ArrayList<>();
        OptionalInt cutAt = OptionalInt.empty();
        for (PromptReader reader : readers) {
            texts.add(reader.canonical(prompt, options));
            OptionalInt cut = reader.read(prompt, options).cutAt();
            if (cut.isPresent()) {
                cutAt = OptionalInt.of(Math.min(cut.orElseThrow(), cutAt.orElse(Integer.MAX_VALUE)));
            }
        }
        return new CanonicalPrompt(String.join(" | ", texts), cutAt);
    }

    /** Whether a prompt has no token, as the empty one. */
    public boolean isEmpty(String prompt, PromptOptions options) {
        return readers.stream().allMatch(reader -> reader.isEmpty(prompt, options));
    }
}
