package io.dreamcacher.embedded;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.files.OwnedFolder;
import io.dreamcacher.files.Owner;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationStore;
import io.dreamcacher.gate.Explainer;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.Guard;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.gate.ImageSight;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer;
import io.dreamcacher.reuse.PromptContent;
import io.dreamcacher.reuse.TextJudge;
import io.dreamcacher.reuse.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Draws a model's images for prompts and finds out what a memory's search model sees of them: what a calibration is made of. Images
 * are kept in a folder, so that work that was stopped goes on. For one thread.
 */
public final class ImageLaboratory implements AutoCloseable {
    private final Models models;
    private final SearchEncoder encoder;
    private final Verifier verifier;
    private final TextJudge judge;
    private final PromptComparer comparer = new OnDemandComparer(EnglishComparer::open);
    private final Guard guard = new Guard();
    private final ImageGenerator generator;
    private final KeptImages images;
    private final FileCalibrationStore calibrations;
    private final Map<String, EncodedPrompt> texts = new HashMap<>();
    private final Map<String, Embedding> seen = new HashMap<>();

    private ImageLaboratory(Models models, SearchEncoder encoder, Verifier verifier, MemoryOptions options,
            Path folder) {
        this.models = models;
        this.encoder = encoder;
        this.verifier = verifier;
        this.judge = TextJudges.by(verifier);
        this.generator = models.named(options.model());
        this.images = new KeptImages(folder, generator);
        this.calibrations = new FileCalibrationStore(new DataFolder(options.dataFolder()));
    }

    /**
     * Opens one for the default model of these options, with the search model that a memory in their data folder has, or would
     * have. The data folder is held no longer than it takes to look; where a service holds it, its search model is the one of the
     * options.
     *
     * @param images folder of images; made when it is not there
     * @throws DreamCacherException NOT_FOUND or BAD_MODEL if model, CLIP or verifier cannot be used; BAD_REQUEST if the search
     *         model sees no images
     */
    public static ImageLaboratory open(MemoryOptions options, Path images) {
        try (Opening opening = new Opening()) {
            Models models = new Models(options.cacheFolder(), options.models(), options.engine());
            opening.owns(models::close);
            SearchEncoder encoder = encoder(models, options);
            opening.owns(encoder::close);
            if (!encoder.description().encodesImages()) {
                throw DreamCacherException.badRequest(
                        "The search model must see pictures, but %s has no image tower; name another with --clip."
                                .formatted(encoder.description().name()));
            }
            Verifier verifier = models.verifier();
            opening.owns(verifier::close);
            return opening.done(new ImageLaboratory(models, encoder, verifier, options, images));
        }
    }

    private static SearchEncoder encoder(Models models, MemoryOptions options) {
        DataFolder folder = new DataFolder(options.dataFolder());
        if (!Files.exists(folder.catalogue()) || folder.owner() instanceof Owner.Service) {
            return models.encoderOf(models.identity(options.clip()), options.clip());
        }
        MemoryIdentity identity;
        try (OwnedFolder owned = folder.acquire(options.patience());
                Catalogue catalogue = new CatalogueFile(folder, options.cacheFolder())
                        .openOrCreate(() -> models.identity(options.clip()), owned.previousEndedCleanly())) {
            identity = catalogue.identity();
        }
        return models.encoderOf(identity, options.clip());
    }

    /** The model that draws. */
    public GeneratorDescription model() {
        return generator.description();
    }

    /** The search model. */
    public Calibration.Encoder encoder() {
        return Calibration.Encoder.of(encoder.description());
    }

    /** Where calibrations of the data folder are kept. */
    public CalibrationStore calibrations() {
        return calibrations;
    }

    /** What is counted in the words of two prompts. */
    public List<PromptComparer.Feature> words() {
        return comparer.features();
    }

    /** Whether the image of a prompt is there already. */
    public boolean isDrawn(String prompt) {
        return images.has(prompt);
    }

    /**
     * Draws the image of a prompt, with the model's usual settings and a seed that the prompt fixes, unless it is there; and looks at
     * it.
     *
     * @throws DreamCacherException what the generator throws; REFUSED where its rules forbid the prompt
     */
    public void draw(String prompt) {
        seen.computeIfAbsent(prompt, text -> encoder.encode(images.image(text)));
    }

    /** Cosine of two prompts in prompt space. */
    public double similarity(String one, String other) {
        return encoded(one).prompt().similarity(encoded(other).prompt());
    }

    /**
     * What is known of a prompt and the drawn image of another.
     *
     * @param stored its image was drawn
     */
    public Evidence evidence(String asked, String stored) {
        PromptContent content = PromptContent.of(stored);
        PromptComparer.ReadPrompt read = comparer.prepare(PromptContent.of(asked).text());
        return ImageEvidence.of(asked, candidate(asked, stored), read.differing(content.text()))
                .and(read.compare(content.text()));
    }

    /** Whether something the prompts disagree about forbids reuse. */
    public boolean isVetoed(String asked, String stored) {
        return guard.difference(PromptContent.of(asked).text(), PromptContent.of(stored).text()).isPresent();
    }

    /** What a gate with a calibration decides about the drawn image of a prompt, and why. */
    public Explanation explain(Calibration calibration, String asked, String stored, ErrorBudget budget) {
        return new Explainer(Optional.of(calibration), judge).explain(asked, candidate(asked, stored), budget);
    }

    /**
     * What a gate with a calibration decides about drawn images, one question for one prompt.
     *
     * @param stored prompts whose images were drawn, nearest first
     */
    public List<Gate.Decision> decide(Calibration calibration, String asked, List<String> stored) {
        Gate.Question question = ask(calibration, asked, ErrorBudget.USUAL);
        return stored.stream().map(prompt -> question.decide(candidate(asked, prompt))).toList();
    }

    /** A question to a gate with a calibration, to be asked about the nearest candidates first. */
    public Gate.Question ask(Calibration calibration, String asked, ErrorBudget budget) {
        return calibration.gate(encoder.description(), judge).ask(asked, budget);
    }

    /** What a gate is asked about: the drawn image of a prompt, or one as the model mostly draws where it was not drawn. */
    public Gate.Candidate candidate(Calibration calibration, String asked, String stored) {
        return seen.containsKey(stored)
                ? candidate(asked, stored)
                : Explainer.typical(calibration, asked, stored, similarity(asked, stored), this::inJointSpace);
    }

    private double inJointSpace(String one, String other) {
        return new ImageSight(this::encoded, Optional.empty()).texts(one, other).orElseThrow();
    }

    /** A prompt in prompt space. */
    public Embedding vector(String prompt) {
        return encoded(prompt).prompt();
    }

    /** Cosine of a prompt and the drawn image of another, or its own. */
    public double shown(String asked, String stored) {
        return candidate(asked, stored).imageSimilarity().orElseThrow();
    }

    /** Cosine of a prompt and another image of it, of another seed, which is drawn unless it is there. */
    public double shownAgain(String prompt) {
        return new ImageSight(this::encoded, Optional.of(encoder.encode(images.again(prompt)))).image(prompt)
                .orElseThrow();
    }

    /**
     * Cosine of a prompt and its image begun from the drawn one of another, with the noise that its own was begun from; empty where
     * the model cannot begin from an image.
     *
     * @param share of the steps that are left out
     */
    public OptionalDouble shownRefined(String asked, String stored, double share) {
        return generator instanceof RefiningGenerator refining
                ? new ImageSight(this::encoded,
                        Optional.of(encoder.encode(images.refined(refining, asked, stored, 1 - share)))).image(asked)
                : OptionalDouble.empty();
    }

    private Gate.Candidate candidate(String asked, String stored) {
        Embedding image = seen.get(stored);
        if (image == null) {
            throw new DreamCacherException(FailureCategory.INTERNAL, "An image must be drawn before it is looked at.");
        }
        ImageSight sight = new ImageSight(this::encoded, Optional.of(image));
        OptionalDouble shows = sight.image(asked);
        boolean cut = encoded(asked).cut() || encoded(stored).cut();
        return new Gate.Candidate(stored, cut, similarity(asked, stored), shows, sight);
    }

    private EncodedPrompt encoded(String text) {
        return texts.computeIfAbsent(text, encoder::encode);
    }

    @Override
    public void close() {
        encoder.close();
        verifier.close();
        models.close();
    }
}
