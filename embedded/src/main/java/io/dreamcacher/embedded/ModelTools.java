package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.TokenReader;
import io.dreamcacher.diffusion.VectorMaker;
import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.BlendPipeline;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator.GeneratorOptions;
import io.dreamcacher.diffusion.pipeline.ImageCodec;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.ModelLine;
import io.dreamcacher.model.ModelRef;
import java.nio.file.Path;

/**
 * One model taken apart, without a memory: each part is opened when it is asked for, and belongs to whoever asked.
 * Immutable and thread-safe.
 */
public final class ModelTools {
    private final ModelLine reference;
    private final ModelPlaces places;
    private final ModelFingerprint fingerprints;
    private final EngineOptions engine;
    private final SessionSettings sessions;

    private ModelTools(ModelLine reference, ModelPlaces places, EngineOptions engine, Path cacheFolder) {
        this.reference = reference;
        this.places = places;
        this.fingerprints = new ModelFingerprint(cacheFolder);
        this.engine = engine;
        this.sessions = engine.sessions(cacheFolder);
    }

    /**
     * Finds a model; no network is loaded.
     *
     * @param model as {@link ModelLine} reads it: {@code postcards}, a folder of a Stable Diffusion or a CLIP in
     *        Hugging Face layout, a checkpoint, or a repository of the hub, and its adapters; without a name it is
     *        {@code postcards}
     * @param cacheFolder for what can be made again: the unpacked Postcards model, hashes of model files
     * @param engine how it is run, and what becomes of images its safety checker objects to
     * @throws io.dreamcacher.failure.DreamCacherException {@code NOT_FOUND} if there is no such model
     */
    public static ModelTools open(String model, Path cacheFolder, EngineOptions engine) {
        ModelLine reference = ModelLine.parse(model).over(ModelLine.parse(Postcards.NAME));
        ModelPlaces places = ModelPlaces.find(reference.model(), new ModelChoices(cacheFolder, NamedFiles.usual()));
        return new ModelTools(reference, places, engine, cacheFolder);
    }

    /** The same with the platform's usual cache folder. */
    public static ModelTools open(String model, EngineOptions engine) {
        return open(model, CacheFolder.usual(System.getenv(), System.getProperties()), engine);
    }

    /** The same on the processor, with images flagged where the model has a checker. */
    public static ModelTools open(String model) {
        return open(model, EngineOptions.USUAL);
    }

    /** The model's name, as it was given. */
    public String model() {
        return places.name();
    }

    /** Its tokenizer. */
    public TokenReader tokens(TextCleaning convention) {
        return TokenReader.of(places.tokenizer(convention));
    }

    /** What prepares images for its CLIP. */
    public ClipImageProcessor processor(ImageConvention order) {
        return ClipImageProcessor.fromConfig(places.preprocessor(), order);
    }

    /**
     * Its vectors of one kind, which the caller closes: of the CLIP where it has one, else of its text encoder alone.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if it has none of this kind, or LoRAs or
     *         embeddings go with it, which their fingerprint would not tell
     */
    public VectorMaker vectors(VectorMaker.Kind kind) {
        requireAlone();
        return switch (kind) {
            case PROMPT, MEAN, JOINT -> VectorMaker.search(kind, search());
            case STATES -> context();
        };
    }

    /**
     * What makes the vectors that search compares, of many texts or images at once; the caller closes it.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} as {@link #vectors}
     */
    public SearchEncoder searchEncoder() {
        requireAlone();
        return search();
    }

    private void requireAlone() {
        ModelRef ref = reference.model();
        if (!ref.loras().isEmpty() || !ref.embeddings().isEmpty()) {
            throw DreamCacherException.badRequest(
                    "Vectors are made by a model as it is, but %d LoRAs and %d embeddings go with %s; leave them out."
                            .formatted(ref.loras().size(), ref.embeddings().size(), ref.base().name()));
        }
    }

    private ClipSearchEncoder search() {
        Model searched = places.clip()
                .map(Model::open)
                .orElseGet(() -> new Model.Pipeline(places.requireRepository()));
        return ClipSearchEncoder.open(places.name(), searched, Pooling.END, fingerprints, sessions);
    }

    private VectorMaker context() {
        ClipTokenizer tokenizer = places.tokenizer(TextCleaning.TRANSFORMERS);
        if (places.repository().isEmpty()) {
            Model.Clip clip = new Model.Clip(places.clip().orElseThrow());
            return VectorMaker.states(fingerprints.of(clip), tokenizer, clip.network(), sessions);
        }
        ModelRepository repository = places.requireRepository();
        if (repository.kind() == ModelRepository.Kind.STABLE_DIFFUSION_XL) {
            throw DreamCacherException.badRequest(
                    "States are shown of models with one text encoder; %s has two. Ask for prompt or mean vectors."
                            .formatted(places.name()));
        }
        return VectorMaker.states(fingerprints.of(repository), tokenizer, repository.network("text_encoder"), sessions);
    }

    /**
     * Its autoencoder, which the caller closes.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if it is no Stable Diffusion
     */
    public ImageCodec autoencoder() {
        ModelRepository repository = places.requireRepository();
        return new ImageCodec(
                AutoencoderKl.load(repository.network("vae"), options(repository).pipeline().sessions()));
    }

    /**
     * Its whole pipeline, which the caller closes.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_REQUEST} if it is no Stable Diffusion
     */
    public BlendPipeline blends() {
        ModelRepository repository = places.requireRepository();
        return new BlendPipeline(repository, options(repository));
    }

    private GeneratorOptions options(ModelRepository repository) {
        return engine.of(reference.rendering(), repository.path(), sessions);
    }
}
