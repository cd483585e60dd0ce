package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.CanonicalPrompts;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptConditioner;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.ModelRepository.SuggestedSettings;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.diffusion.pipeline.DenoisingListener.DenoisingStep;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyMode;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineResult;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.Drawing;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.InitImageReference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Stable Diffusion in this process, from a repository in the diffusers layout. Opening one reads configs and
 * vocabularies; the networks are loaded for the first image, and only if that fails is it tried again. Thread-safe;
 * images are made one after the other.
 */
public final class DiffusionGenerator implements ImageGenerator {
    private static final int SMALLEST_STRIDE = 8;
    private static final long MOST_PIXELS = 1L << 24;

    private final GeneratorDescription description;
    private final CanonicalPrompts prompts;
    private final int largestClipSkip;
    private final SchedulerConfig schedulers;
    private final LatentPreview preview;
    private final int sizeStride;
    private final boolean zerosForAbsentNegative;
    private final NoiseGenerator noise;
    /** A preview would show what the safety checker may yet hold back. */
    private final boolean showsPreviews;
    private final StableDiffusionPipeline pipeline;

    private DiffusionGenerator(GeneratorDescription description, CanonicalPrompts prompts, Parts parts,
            SafetyMode safety, StableDiffusionPipeline pipeline) {
        this.showsPreviews = safety == SafetyMode.OFF || safety == SafetyMode.FLAG;
        this.description = description;
        this.prompts = prompts;
        this.largestClipSkip = parts.largestClipSkip;
        this.schedulers = parts.schedulers;
        this.preview = parts.preview;
        this.sizeStride = Math.max(SMALLEST_STRIDE, parts.spatialFactor);
        this.zerosForAbsentNegative = parts.zerosForAbsentNegative;
        this.noise = NoiseGenerator.of(description.noiseSource());
        this.pipeline = pipeline;
    }

    /** What is read of a repository's configs. */
    private record Parts(SchedulerConfig schedulers, LatentPreview preview, int spatialFactor, int largestClipSkip,
            boolean zerosForAbsentNegative) {
        static Parts read(ModelRepository repository) {
            return new Parts(repository.scheduler(), LatentPreview.of(repository.schedulerSettings()),
                    AutoencoderKl.spatialFactor(repository.network("vae").config()),
                    PromptConditioner.largestClipSkip(repository),
                    repository.kind() == ModelRepository.Kind.STABLE_DIFFUSION_XL && repository.zerosForEmptyPrompt());
        }
    }

    /**
     * Opens a model: reads its configs and vocabularies, and its fingerprint.
     *
     * @param name for people
     * @param choice the model and the adapters merged into it
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if it is no such repository, saying what is
     *         missing or not supported
     */
    public static DiffusionGenerator open(String name, ModelChoice choice, ModelFingerprint fingerprints,
            GeneratorOptions options) {
        ModelRepository repository = choice.open();
        requirePossible(repository, options.pipeline().sessions().precision());
        Parts parts = Parts.read(repository);
        GenerationSettings defaults = defaults(repository);
        GeneratorDescription description = new GeneratorDescription(name,
                fingerprints.of(repository, choice),
                options.arithmetic(), options.noise().id(), defaults, offered(parts.schedulers, defaults));
        return new DiffusionGenerator(description, new CanonicalPrompts(repository.tokenizers()), parts,
                options.pipeline().safety(), StableDiffusionPipeline.open(repository, options.pipeline()));
    }

    /** Opens a model with the usual options. */
    public static DiffusionGenerator open(String name, ModelChoice choice, ModelFingerprint fingerprints,
            SessionSettings settings) {
        return open(name, choice, fingerprints, GeneratorOptions.of(settings));
    }

    private static void requirePossible(ModelRepository repository, Precision precision) {
        if (precision != Precision.EXACT && repository.network("unet").isFixed()) {
            throw DreamCacherException.badRequest(
                    "Exported ONNX networks compute as they were exported; %s was to be computed with the precision %s. Leave it out, or take the model's safetensors."
                            .formatted(repository.path(), precision.shortName()));
        }
    }

    /** A model may suggest a scheduler that is not commonly worth offering. */
    private static List<String> offered(SchedulerConfig schedulers, GenerationSettings defaults) {
        Set<String> names = new LinkedHashSet<>(schedulers.offeredNames());
        names.add(defaults.scheduler());
        return List.copyOf(names);
    }

    /** What a model makes images with where nothing is said: what is written beside it, else what it was trained for. */
    public static GenerationSettings defaults(ModelRepository repository) {
        SuggestedSettings suggested = repository.settings();
        SchedulerConfig schedulers = repository.scheduler();
        String scheduler = suggested.scheduler().map(schedulers::canonicalName).orElseGet(schedulers::ownName);
        ImageSize size = suggested.size().orElseGet(() -> trainedSize(repository));
        return new GenerationSettings(size, suggested.steps(), suggested.guidanceScale(), scheduler);
    }

    /** The size of the U-Net's training images; {@code sample_size} is one number or height and width, 64 if absent. */
    private static ImageSize trainedSize(ModelRepository repository) {
        int factor = AutoencoderKl.spatialFactor(repository.network("vae").config());
        List<Integer> latents = repository.network("unet").config().positivesPerBlock("sample_size", 2, 64);
        return new ImageSize(latents.get(1) * factor, latents.get(0) * factor);
    }

    @Override
    public GeneratorDescription description() {
        return description;
    }

    @Override
    public CanonicalPrompt canonical(String prompt, Conditioning conditioning) {
        return prompts.of(prompt, PromptOptions.of(conditioning));
    }

    /** Where zeros stand for a negative prompt that is absent, one that is given and has no token is another one. */
    @Override
    public CanonicalPrompt canonicalNegative(Optional<String> negativePrompt, Conditioning conditioning) {
        CanonicalPrompt canonical = canonical(negativePrompt.orElse(""), conditioning);
        boolean readsEmpty = negativePrompt.isPresent() && zerosForAbsentNegative
                && prompts.isEmpty(negativePrompt.orElseThrow(), PromptOptions.of(conditioning));
        return readsEmpty ? new CanonicalPrompt("given " + canonical.text(), canonical.cutAt()) : canonical;
    }

    @Override
    public GenerationSettings checked(GenerationSettings settings) {
        ImageSize size = settings.size();
        if (size.width() % sizeStride != 0 || size.height() % sizeStride != 0) {
            throw DreamCacherException.badRequest("Width and height must be divisible by %d; found %s. Try %s."
                    .formatted(sizeStride, size, new ImageSize(nearest(size.width()), nearest(size.height()))));
        }
        if (size.pixels() > MOST_PIXELS) {
            throw DreamCacherException.badRequest("A picture must have at most %d pixels; %s has %d."
                    .formatted(MOST_PIXELS, size, size.pixels()));
        }
        PromptConditioner.requireClipSkip(settings.conditioning().clipSkip(), largestClipSkip);
        Scheduler scheduler = scheduler(settings);
        settings.conditioning().start().ifPresent(start -> DiffusionTask.firstCall(scheduler, start.strength()));
        return settings.withScheduler(schedulers.canonicalName(settings.scheduler()));
    }

    private int nearest(int side) {
        return Math.max(1, Math.round((float) side / sizeStride)) * sizeStride;
    }

    private Scheduler scheduler(GenerationSettings settings) {
        return schedulers.named(settings.scheduler()).scheduler(settings.steps(), settings.conditioning().eta());
    }

    @Override
    public Drawing generate(GenerationJob job, GenerationProgress progress) {
        GenerationSettings settings = checked(job.settings());
        PipelineCall call = PipelineCall.of(job.prompt(), settings.size(), scheduler(settings), job.seed())
                .withPrompt(new Prompt(job.prompt(), settings.negativePrompt()))
                .withPromptOptions(PromptOptions.of(settings.conditioning()))
                .withGuidance(new Guidance(settings.guidanceScale(), settings.conditioning().guidanceRescale()));
        PipelineResult result = pipeline.generate(call.withSeeds(seeds(job)).withTask(task(job)),
                listener(progress));
        return new Drawing(result.image(), result.verdicts().getFirst().flagged());
    }

    private Seeds seeds(GenerationJob job) {
        Seeds seeds = Seeds.of(job.seed()).withNoise(noise);
        return job.settings().conditioning().variation().map(seeds::withVariation).orElse(seeds);
    }

    private static DiffusionTask task(GenerationJob job) {
        Optional<Double> strength = job.settings().conditioning().start().map(InitImageReference::strength);
        if (strength.isPresent() != job.start().isPresent()) {
            throw new IllegalArgumentException("A job has a start picture if and only if its settings refer to one");
        }
        if (strength.isEmpty()) {
            return new DiffusionTask.Text2Img();
        }
        InitImage given = job.start().orElseThrow();
        return given.mask()
                .<DiffusionTask>map(mask -> new DiffusionTask.Inpainting(given.image(), mask, strength.orElseThrow()))
                .orElseGet(() -> new DiffusionTask.Img2Img(given.image(), strength.orElseThrow()));
    }

    private DenoisingListener listener(GenerationProgress progress) {
        return new DenoisingListener() {
            @Override
            public void done(DenoisingStep step) {
                progress.step(step.number(), step.total());
                if (showsPreviews && progress.wantsPreview(step.number(), step.total())) {
                    progress.preview(step.number(), step.total(), preview.image(step, pipeline));
                }
            }

            @Override
            public boolean cancelled() {
                return progress.cancelled();
            }
        };
    }

    /** Frees the memory of the networks, after a running image is made; the next image loads them again. */
    public void rest() {
        pipeline.rest();
    }

    @Override
    public void close() {
        pipeline.close();
    }

    /**
     * How a generator draws besides its weights.
     *
     * @param pipeline how the machine is used, and what is given out
     * @param noise whose random numbers a seed stands for
     */
    public record GeneratorOptions(PipelineOptions pipeline, NoiseGenerator noise) {
        /** Networks stay in memory, nothing is checked, noise is PyTorch's on a CPU. */
        public static GeneratorOptions of(SessionSettings sessions) {
            return new GeneratorOptions(PipelineOptions.of(sessions), NoiseGenerator.TORCH_CPU);
        }

        /**
         * What of the machine's use changes images, or which of them are given out, for a request's identity: an image that
         * was drawn unchecked must not answer where images are checked.
         */
        String arithmetic() {
            SessionSettings sessions = pipeline.sessions();
            String numbers = sessions.precision().arithmetic();
            String where = sessions.provider() == SessionSettings.Provider.CPU
                    ? numbers
                    : numbers + " " + sessions.provider().shortName();
            return switch (pipeline.safety()) {
                case OFF -> where;
                case FLAG -> where + ", checked";
                case BLUR -> where + ", blurred where unsafe";
                case REFUSE -> where + ", refused where unsafe";
            };
        }

        /** With another use of the machine. */
        public GeneratorOptions withPipeline(PipelineOptions value) {
            return new GeneratorOptions(value, noise);
        }

        /** With somebody else's random numbers. */
        public GeneratorOptions withNoise(NoiseGenerator value) {
            return new GeneratorOptions(pipeline, value);
        }
    }
}
