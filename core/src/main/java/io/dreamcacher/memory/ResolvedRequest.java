package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.SeedIntent;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One request on its way: what was asked, of whom, and what is known of it so far. Thread-safe. */
final class ResolvedRequest {
    final GenerationRequest request;
    final Access access;
    /** What the generator draws with when it is asked for the request's settings. */
    final GenerationSettings settings;
    final ImageGenerator generator;
    final CanonicalPrompt canonical;
    final RequestIdentity identity;
    private final Function<String, EncodedPrompt> encoder;
    private final long startNanos;
    private volatile Optional<Embedding> madeImage = Optional.empty();
    private final Map<String, EncodedPrompt> texts = new ConcurrentHashMap<>();
    private @Nullable EncodedPrompt vectors;

    ResolvedRequest(GenerationRequest request, Access access, ImageGenerator generator,
            Function<String, EncodedPrompt> encoder, long startNanos) {
        this.request = request;
        settings = generator.effective(request.settings());
        if (request.seed() instanceof SeedIntent.Fixed) {
            generator.description().capabilities().require(Parameter.SEED);
        }
        this.access = access;
        this.generator = generator;
        this.encoder = encoder;
        this.startNanos = startNanos;
        CanonicalRequest whole = generator.canonical(request.prompt(), settings);
        canonical = whole.prompt();
        identity = identity(whole);
    }

    /** A request whose answer is looked up nowhere. */
    static ResolvedRequest ofNoMemory(GenerationRequest request, ImageGenerator generator) {
        return new ResolvedRequest(request, Access.LOCAL, generator, prompt -> {
            throw new IllegalStateException("without a memory a prompt has no vectors");
        }, System.nanoTime());
    }

    /**
     * Whether the generator reads the prompt as the search model does not. What is remembered with the same settings was
     * read the same way.
     */
    boolean readSpecially() {
        Conditioning conditioning = settings.conditioning();
        return conditioning.promptSyntax() != PromptSyntax.PLAIN || conditioning.longPrompts() != LongPrompts.CUT;
    }

    /** The prompt's vectors, made when first needed: an EXACT answer starts no network. */
    synchronized EncodedPrompt vectors() {
        EncodedPrompt known = vectors;
        if (known == null) {
            known = encoder.apply(request.prompt());
            vectors = known;
        }
        return known;
    }

    /** The image that was made of it last, as the search model sees it. */
    void made(Embedding image) {
        madeImage = Optional.of(image);
    }

    /** That; empty where none was made, or the search model sees no images. */
    Optional<Embedding> madeImage() {
        return madeImage;
    }

    /** The vectors of any text that belongs to this request, such as a phrase of it or of a neighbour; made once each. */
    EncodedPrompt encoded(String text) {
        return text.equals(request.prompt()) ? vectors() : texts.computeIfAbsent(text, encoder);
    }

    /** Whether the same seed gives the same image again. */
    boolean seedable() {
        return generator.description().capabilities().takes(Parameter.SEED);
    }

    /**
     * What made an image, as the generator tells it: the seed is the one it used. An image of another size than was asked
     * for is one of that size, and answers no request for the one that was asked for; of which seed it is there, nobody
     * knows.
     *
     * @param size of the image
     */
    Recipe recipe(GeneratedImage image, ImageSize size) {
        boolean asAsked = size.equals(settings.size());
        GenerationSettings drawn = settings.withSize(size);
        Optional<String> revised = image.revisedPrompt().filter(text -> !text.equals(request.prompt()));
        return new Recipe(asAsked ? identity : identity(generator.canonical(request.prompt(), drawn)),
                new Recipe.Words(request.prompt(), canonical.cut(), revised), generator.description().model(), drawn,
                asAsked ? image.seed() : OptionalLong.empty(), image.flagged());
    }

    private RequestIdentity identity(CanonicalRequest whole) {
        return RequestIdentity.of(generator.description().fingerprint(), whole);
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }
}
