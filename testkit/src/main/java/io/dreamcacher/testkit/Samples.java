package io.dreamcacher.testkit;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.GeneratorCapabilities.Running;
import io.dreamcacher.generator.GeneratorCapabilities.Sizes;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/** Values for tests: each differs from the one before, and the same seed gives the same ones. Not thread-safe. */
public final class Samples {
    /** Settings every sample generation is made with unless told otherwise. */
    public static final GenerationSettings SETTINGS = new GenerationSettings(new ImageSize(128, 128), 20, 7.5,
            "pndm");

    /** The model every sample generation is made by. */
    public static final GeneratorDescription MODEL = new GeneratorDescription(
            new ModelIdentity(ModelRef.of("sample-model"), new Fingerprint("f".repeat(64))), SETTINGS,
            capabilities("pndm"));

    /** The memory sample vectors fit: 8 dimensions in prompt space, 6 in the joint space. */
    public static final MemoryIdentity IDENTITY = identity(8, 6);

    /** When the first sample generation was made, less a second. */
    public static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final SplittableRandom random;
    private long made;

    /** Samples of one seed. */
    public Samples(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * The identity of a memory.
     *
     * @param promptDimension of prompt vectors
     * @param jointDimension of joint vectors; 0 for a CLIP without a vision tower
     */
    public static MemoryIdentity identity(int promptDimension, int jointDimension) {
        return new MemoryIdentity(ModelRef.of("models/sample-clip"),
                new EncoderDescription("sample-clip", "c".repeat(64),
                        promptDimension, jointDimension, Pooling.END));
    }

    /** Of a generator like those in this process: everything may be asked of it, one image at a time. */
    public static GeneratorCapabilities capabilities(String... schedulers) {
        return new GeneratorCapabilities(EnumSet.allOf(Parameter.class), List.of(schedulers),
                new Sizes.MultiplesOf(8, 1 << 24), new Running(1, true, Optional.of("this machine")),
                Optional.empty());
    }

    /** The identity of a request to {@link #MODEL}, which computes in 32 bits with noise as on a CPU. */
    public static RequestIdentity identity(String prompt, GenerationSettings settings) {
        CanonicalPrompt canonical = new CanonicalPrompt(prompt, OptionalInt.empty());
        return RequestIdentity.of(MODEL.fingerprint(), CanonicalRequest.of(canonical,
                settings.negativePrompt().orElse(""), "fp32",
                settings.withRendering(settings.rendering().over(Rendering.NONE.withNoise("torch-cpu")))));
    }

    /** A name. */
    public GenerationId id() {
        return GenerationId.random(random);
    }

    /** A direction, uniform on the sphere. */
    public Embedding embedding(int dimension) {
        return Embedding.ofVector(gaussian(dimension));
    }

    /**
     * A direction at a given cosine from another one.
     *
     * @param similarity in [−1, 1]; met up to float rounding
     */
    public Embedding near(Embedding other, double similarity) {
        float[] base = other.toArray();
        float[] orthogonal = gaussian(base.length);
        double along = 0;
        for (int i = 0; i < base.length; i++) {
            along += (double) base[i] * orthogonal[i];
        }
        for (int i = 0; i < base.length; i++) {
            orthogonal[i] -= (float) (along * base[i]);
        }
        float[] side = Embedding.ofVector(orthogonal).toArray();
        double sine = Math.sqrt(1 - similarity * similarity);
        for (int i = 0; i < base.length; i++) {
            base[i] = (float) (similarity * base[i] + sine * side[i]);
        }
        return Embedding.ofVector(base);
    }

    /** Vectors of {@link #IDENTITY}. */
    public GenerationVectors vectors() {
        return vectors(IDENTITY);
    }

    /** Vectors of a memory; without joint ones when its CLIP has no vision tower. */
    public GenerationVectors vectors(MemoryIdentity identity) {
        EncoderDescription encoder = identity.encoder();
        Embedding prompt = embedding(encoder.promptDimension());
        if (!encoder.encodesImages()) {
            return new GenerationVectors(prompt, Optional.empty());
        }
        int dimension = encoder.jointDimension();
        return new GenerationVectors(prompt,
                Optional.of(new GenerationVectors.Joint(embedding(dimension), embedding(dimension))));
    }

    /** A generation of {@link #SETTINGS} and a random seed, a second younger than the one before. */
    public Generation generation(Scope scope, String prompt) {
        return generation(scope, prompt, SETTINGS, random.nextLong());
    }

    /** A generation, a second younger than the one before. */
    public Generation generation(Scope scope, String prompt, GenerationSettings settings, long seed) {
        Recipe recipe = new Recipe(identity(prompt, settings), new Recipe.Words(prompt, random.nextBoolean()),
                MODEL.model(), settings, OptionalLong.of(seed), random.nextBoolean());
        made++;
        return new Generation(id(), scope, recipe, FIRST.plusSeconds(made), Duration.ofMillis(random.nextLong(1, 9000)),
                file());
    }

    /** What a stored file may be; of every other one the SHA-256 is not known. */
    public ImageDigest file() {
        MediaType[] types = MediaType.values();
        byte[] sha256 = new byte[32];
        random.nextBytes(sha256);
        return new ImageDigest(types[random.nextInt(types.length)], random.nextLong(100, 100_000),
                Optional.of(HexFormat.of().formatHex(sha256)).filter(digits -> random.nextBoolean()));
    }

    /** A generation that was made at a time. */
    public Generation generationAt(Scope scope, Instant createdAt) {
        Generation other = generation(scope, "a boat");
        return new Generation(other.id(), scope, other.recipe(), createdAt, other.took(), other.file());
    }

    /** A prompt without image and uses, with a vector of {@link #IDENTITY}. */
    public RememberedPrompt prompt(Scope scope, String text) {
        return new RememberedPrompt(scope, PromptKey.of(text), text, 0,
                embedding(IDENTITY.encoder().promptDimension()), Optional.empty());
    }

    private float[] gaussian(int dimension) {
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = (float) random.nextGaussian();
        }
        return vector;
    }
}
