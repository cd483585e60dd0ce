package io.dreamcacher.embedded;

import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.diffusion.ClipSearchEncoder;
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
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Model folders by name: Stable Diffusion, opened when first named, and the memory's CLIP. Thread-safe. */
final class Models implements ImageGenerators {
    /** What searches where a model brings no CLIP of its own. */
    private static final String USUAL_CLIP = "openai/clip-vit-large-patch14";

    private final Path cacheFolder;
    private final String defaultModel;
    private final ModelFingerprint fingerprints;
    private final NamedFiles files = NamedFiles.usual();
    private final ModelChoices choices;
    private final EngineOptions engine;
    private final SessionSettings sessions;
    private final Residence residence = new Residence();
    private final Map<String, ResidentGenerator> open = new HashMap<>();

    Models(Path cacheFolder, String defaultModel, EngineOptions engine) {
        this.cacheFolder = cacheFolder;
        this.defaultModel = defaultModel;
        this.fingerprints = new ModelFingerprint(cacheFolder);
        this.choices = new ModelChoices(cacheFolder, files);
        this.engine = engine;
        this.sessions = engine.sessions(cacheFolder);
    }

    @Override
    public String defaultModel() {
        return defaultModel;
    }

    @Override
    public synchronized ImageGenerator named(String model) {
        ModelReference reference = reference(model);
        String name = reference.toString();
        ResidentGenerator known = open.get(name);
        if (known == null) {
            ModelChoice choice = choices.of(reference);
            known = new ResidentGenerator(DiffusionGenerator.open(name, choice, fingerprints,
                    engine.of(reference, choice.model(), sessions)), residence);
            open.put(name, known);
        }
        return known;
    }

    private ModelReference reference(String model) {
        return ModelReference.parse(model).over(ModelReference.parse(defaultModel));
    }

    /** Where a Stable Diffusion lies. */
    Path folder(String model) {
        return choices.model(reference(model).name());
    }

    /** Whether a model draws with the weights that lie in its folder and no others. */
    boolean hasOwnWeights(String model) {
        return reference(model).hasOwnWeights();
    }

    /** What a memory made now is fixed to. */
    MemoryIdentity identity(String clip) {
        String chosen = clip.isEmpty() ? ownClip() : absolute(clip);
        try (ClipSearchEncoder encoder = encoder(chosen)) {
            return new MemoryIdentity(chosen, encoder.description());
        }
    }

    /** The CLIP that comes with the default model. */
    private String ownClip() {
        String name = ModelReference.parse(defaultModel).name();
        if (name.equals(Postcards.NAME)) {
            return Postcards.NAME;
        }
        return ModelRepository.open(folder(defaultModel))
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
        return files.here(model).isEmpty() || files.isCached(USUAL_CLIP) ? USUAL_CLIP : absolute(model);
    }

    /**
     * The CLIP a memory was made with, wherever it lies now.
     *
     * @param wanted where somebody says it lies; empty when nobody does
     */
    SearchEncoder encoderOf(MemoryIdentity identity, String wanted) {
        ClipSearchEncoder encoder = encoder(wanted.isEmpty() ? identity.clip() : wanted);
        if (!encoder.description().fingerprint().equals(identity.encoder().fingerprint())) {
            encoder.close();
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "This memory searches with the CLIP \"%s\" it was made with (fingerprint %.12s), but \"%s\" is another (%.12s); name the former with --clip, or move the catalogue away and run `dreamcacher recover` to make new vectors."
                            .formatted(identity.clip(), identity.encoder().fingerprint(),
                                    encoder.description().name(), encoder.description().fingerprint()));
        }
        return encoder;
    }

    private ClipSearchEncoder encoder(String clip) {
        Path folder = clip.equals(Postcards.NAME) ? Postcards.clip(cacheFolder) : files.find("CLIP", clip);
        return ClipSearchEncoder.open(clip, folder, Pooling.END, fingerprints, sessions);
    }

    /** A folder's name must mean the same wherever the memory is opened; the hub's names do anyway. */
    private String absolute(String clip) {
        return clip.equals(Postcards.NAME)
                ? clip
                : files.here(clip).map(path -> path.toAbsolutePath().normalize().toString()).orElse(clip);
    }

    @Override
    public synchronized void close() {
        open.values().forEach(ResidentGenerator::close);
        open.clear();
    }
}
