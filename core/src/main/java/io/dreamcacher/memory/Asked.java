package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request on its way: what was asked, of whom, and what is known of it so far. Used by one thread at a time. */
final class Asked {
    final GenerationRequest request;
    final Access access;
    final ImageGenerator generator;
    final CanonicalPrompt canonical;
    final RequestIdentity identity;
    private final SearchEncoder encoder;
    private final long startNanos;
    private @Nullable EncodedPrompt vectors;

    Asked(GenerationRequest request, Access access, ImageGenerator generator, SearchEncoder encoder, long startNanos) {
        this.request = request.withSettings(generator.checked(request.settings()));
        this.access = access;
        this.generator = generator;
        this.encoder = encoder;
        this.startNanos = startNanos;
        canonical = generator.canonical(this.request.prompt(), this.request.settings().conditioning());
        identity = identity();
    }

    private RequestIdentity identity() {
        GenerationSettings settings = request.settings();
        return RequestIdentity.of(generator.description(), canonical.text(),
                generator.canonicalNegative(settings.negativePrompt(), settings.conditioning()).text(), settings);
    }

    /**
     * Whether the generator reads the prompt as the search model does not. What is remembered with the same settings was
     * read the same way.
     */
    boolean readSpecially() {
        Conditioning conditioning = request.settings().conditioning();
        return conditioning.promptSyntax() != PromptSyntax.PLAIN || conditioning.longPrompts() != LongPrompts.CUT;
    }

    /** The prompt's vectors, made when first needed: an EXACT answer starts no network. */
    synchronized EncodedPrompt vectors() {
        EncodedPrompt known = vectors;
        if (known == null) {
            known = encoder.encode(request.prompt());
            vectors = known;
        }
        return known;
    }

    Recipe recipe(long seed, boolean flagged) {
        return new Recipe(identity, request.prompt(), canonical.cut(), generator.description().name(),
                generator.description().fingerprint(), request.settings(), seed, flagged);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
