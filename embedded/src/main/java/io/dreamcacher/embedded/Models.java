package io.dreamcacher.embedded;

import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.CrossEncoderVerifier;
import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelLine;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.reuse.Verifier;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/** Model folders by name: Stable Diffusion, opened when first named, and the memory's CLIP. Thread-safe. */
final class Models implements ImageGenerators {
    /** What searches where a model brings no CLIP of its own. */
    private static final String USUAL_CLIP = "openai/clip-vit-large-patch14";

    private final Path cacheFolder;
    private final OfferedModels offered;
    private final ModelFingerprint fingerprints;
    private final ClipPlaces clipPlaces;
    private final NamedFiles files = NamedFiles.usual();
    private final ModelChoices choices;
    private final EngineOptions engine;
    private final SessionSettings sessions;
    private final LoadedModels loaded = new LoadedModels();
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<ModelRef, DiffusionGenerator> open = new HashMap<>();
    private final Map<String, LocalGenerator> named = new HashMap<>();

    /** @param models names of those that are offered, the usual one first */
    Models(Path cacheFolder, List<String> models, EngineOptions engine) {
        this.cacheFolder = cacheFolder;
        this.fingerprints = new ModelFingerprint(cacheFolder);
        this.clipPlaces = new ClipPlaces(cacheFolder);
        this.choices = new ModelChoices(cacheFolder, files);
        this.engine = engine;
        this.sessions = engine.sessions(cacheFolder);
        this.offered = new OfferedModels(models, this::told);
    }

    @Override
    public List<String> offered() {
        return offered.names();
    }

    @Override
    public ImageGenerator named(String model) {
        ModelLine line = offered.line(model);
        opening.lock();
        try {
            LocalGenerator known = named.get(line.toString());
            if (known == null) {
                known = new LocalGenerator(opened(line.model()), loaded, line.rendering());
                named.put(line.toString(), known);
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    private DiffusionGenerator opened(ModelRef model) {
        DiffusionGenerator known = open.get(model);
        if (known == null) {
            ModelChoice choice = choices.of(model);
            known = DiffusionGenerator.open(told(model), choice, fingerprints,
                    engine.of(Rendering.NONE, choice.model(), sessions));
            open.put(model, known);
        }
        return known;
    }

    /** What a model is told of by elsewhere: what lies here by its own name and its fingerprint. */
    private ModelRef told(ModelRef model) {
        ModelRef.Part base = told(model.base(), path -> fingerprints.of(Model.open(path)));
        ModelRef others = model.map(part -> part.equals(model.base()) ? base : told(part, fingerprints::of));
        return new ModelRef(base, others.vae(), others.loras(), others.embeddings());
    }

    private ModelRef.Part told(ModelRef.Part part, Function<Path, String> fingerprint) {
        return isHere(part)
                ? ModelRef.Part.local(part.name(), new Fingerprint(fingerprint.apply(files.find("model", part.name()))))
                : part;
    }

    private boolean isHere(ModelRef.Part part) {
        return !part.name().equals(Postcards.NAME) && files.here(part.name()).isPresent();
    }

    /** Where a Stable Diffusion lies that this process draws with. */
    Path folder(ModelIdentity model) {
        opening.lock();
        try {
            return open.entrySet()
                    .stream()
                    .filter(entry -> entry.getValue().description().model().equals(model))
                    .findFirst()
                    .map(entry -> choices.model(entry.getKey().base().name()))
                    .orElseGet(() -> choices.model(model.ref().base().name()));
        } finally {
            opening.unlock();
        }
    }

    /** What a memory made now is fixed to. */
    MemoryIdentity identity(String clip) {
        try (ClipSearchEncoder encoder = encoder(clip.isEmpty() ? ownClip() : clip)) {
            return new MemoryIdentity(ModelRef.parse(encoder.description().name()), encoder.description());
        }
    }

    /** The CLIP that comes with the default model. */
    private String ownClip() {
        String name = offered.usual().model().base().name();
        if (name.equals(Postcards.NAME)) {
            return Postcards.NAME;
        }
        return ModelRepository.open(choices.model(name))
                .settings()
                .clip()
                .map(Path::toString)
                .orElseGet(() -> usualClip(name));
    }

    /**
     * Whoever named a model of the hub lets us ask it; for a folder here nothing is downloaded unasked, and the model's own
     * text encoder has to do.
     */
    private String usualClip(String model) {
        return files.here(model).isEmpty() || files.isCached(USUAL_CLIP) ? USUAL_CLIP : model;
    }

    /**
     * The CLIP a memory was made with, wherever it lies now.
     *
     * @param wanted where somebody says it lies; empty when nobody does
     */
    SearchEncoder encoderOf(MemoryIdentity identity, String wanted) {
        String named = wanted.isEmpty() ? place(identity) : wanted;
        ClipSearchEncoder encoder = encoder(named);
        if (!encoder.description().fingerprint().equals(identity.encoder().fingerprint())) {
            encoder.close();
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "This memory searches with the CLIP \"%s\" it was made with (fingerprint %.12s), but \"%s\" is another (%.12s); name the former with --clip, or move the catalogue away and run `dreamcacher recover` to make new vectors."
                            .formatted(identity.clip(), identity.encoder().fingerprint(), named,
                                    encoder.description().fingerprint()));
        }
        return encoder;
    }

    /** The name itself where that tells, else where this machine has a CLIP of this fingerprint. */
    private String place(MemoryIdentity identity) {
        ModelRef.Part clip = identity.clip().base();
        boolean told = clip.digest().isEmpty() && clip.withoutPlace().equals(clip);
        if (told || files.here(clip.name()).filter(path -> isThis(path, identity)).isPresent()) {
            return clip.name();
        }
        return clipPlaces.find(identity.encoder().fingerprint())
                .filter(path -> isThis(path, identity))
                .or(() -> ownClipHere().filter(path -> isThis(path, identity)))
                .map(Path::toString)
                .orElseThrow(() -> new DreamCacherException(FailureCategory.NOT_FOUND,
                        "This memory searches with the CLIP \"%s\" (fingerprint %.12s), but this machine does not know where that lies; name its folder with --clip, once."
                                .formatted(identity.clip(), identity.encoder().fingerprint())));
    }

    private boolean isThis(Path path, MemoryIdentity identity) {
        try {
            return fingerprints.of(Model.open(path)).equals(identity.encoder().fingerprint());
        } catch (DreamCacherException e) {
            return false; // something of that name lies here, but no model that can be read
        }
    }

    /** The CLIP of a default model that lies here; nothing is downloaded to look for one. */
    private Optional<Path> ownClipHere() {
        return files.here(offered.usual().model().base().name()).flatMap(model -> files.here(ownClip()));
    }

    /**
     * What judges prompts. The bundled verifier is opened when it is first asked; one that somebody named is opened now, so that
     * what cannot be used is said at the start.
     */
    Verifier verifier() {
        String name = engine.verifier();
        if (name.equals(BundledVerifier.NAME)) {
            return new OnDemandVerifier(() -> BundledVerifier.open(cacheFolder));
        }
        Path folder = files.verifier(name);
        String told = files.here(name).isPresent() ? ModelRef.Part.of(name).lastName() : name;
        return CrossEncoderVerifier.open(told, folder, fingerprints, sessions);
    }

    /** Under the name a memory tells of it by; where it lies is kept for the next time. */
    private ClipSearchEncoder encoder(String clip) {
        if (clip.equals(Postcards.NAME)) {
            return encoder(ModelRef.Part.of(clip), Postcards.clip(cacheFolder));
        }
        Path found = files.find("CLIP", clip).toAbsolutePath().normalize();
        if (files.here(clip).isEmpty()) {
            return encoder(ModelRef.Part.of(clip), found);
        }
        String fingerprint = fingerprints.of(Model.open(found));
        ClipSearchEncoder encoder = encoder(ModelRef.Part.local(found.toString(), new Fingerprint(fingerprint)), found);
        clipPlaces.keep(fingerprint, found);
        return encoder;
    }

    private ClipSearchEncoder encoder(ModelRef.Part name, Path folder) {
        return ClipSearchEncoder.open(name.toString(), folder, Pooling.END, fingerprints, sessions);
    }

    @Override
    public void close() {
        opening.lock();
        try {
            open.values().forEach(DiffusionGenerator::close);
            open.clear();
            named.clear();
        } finally {
            opening.unlock();
        }
    }
}
