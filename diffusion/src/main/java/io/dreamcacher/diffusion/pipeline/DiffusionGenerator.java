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
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyVerdict;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineResult;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerConfig;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorCapabilities;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.GeneratorCapabilities.Running;
import io.dreamcacher.generator.GeneratorCapabilities.Sizes;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.image.Png;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.InitImageReference;
import java.awt.image.BufferedImage;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Stable Diffusion in this process, from a repository in the diffusers layout. Opening one reads configs and
 * vocabularies; the networks are loaded for the first image, and only if that fails is it tried again. Thread-safe;
 * images are made one after the other.
 */
public final class DiffusionGenerator implements RefiningGenerator {
    private static final int SMALLEST_STRIDE = 8;
    private static final long MOST_PIXELS = 1L << 24;

    private final GeneratorDescription description;
    private final CanonicalPrompts prompts;
    private final int largestClipSkip;
    private final SchedulerConfig schedulers;
    private final LatentPreview preview;
    private final boolean zerosForAbsentNegative;
    private final PipelineOptions options;
    private final PrecisionPipelines pipelines;

    private DiffusionGenerator(GeneratorDescription description, ModelRepository repository, Parts parts,
            GeneratorOptions options) {
        this.description = description;
        this.prompts = new CanonicalPrompts(repository.tokenizers());
        this.largestClipSkip = parts.largestClipSkip;
        this.schedulers = parts.schedulers;
        this.preview = parts.preview;
        this.zerosForAbsentNegative = parts.zerosForAbsentNegative;
        this.options = options.pipeline();
        this.pipelines = new PrecisionPipelines(repository, options.pipeline());
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
     * @param ref what the model is told of by
     * @param choice the model and the adapters merged into it
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if it is no such repository, saying what is
     *         missing or not supported
     */
    public static DiffusionGenerator open(ModelRef ref, ModelChoice choice, ModelFingerprint fingerprints,
            GeneratorOptions options) {
        ModelRepository repository = choice.open();
        Parts parts = Parts.read(repository);
        GenerationSettings defaults = defaults(repository).withRendering(options.rendering());
        GeneratorDescription description = new GeneratorDescription(
                new ModelIdentity(ref, new Fingerprint(fingerprints.of(repository, choice))), defaults,
                capabilities(parts, offered(parts.schedulers, defaults)));
        return new DiffusionGenerator(description, repository, parts, options);
    }

    /** Opens a model with the usual options. */
    public static DiffusionGenerator open(ModelRef ref, ModelChoice choice, ModelFingerprint fingerprints,
            SessionSettings settings) {
        return open(ref, choice, fingerprints, GeneratorOptions.of(settings));
    }

    /** Every processor core works for one image, so that generators of one machine take turns. */
    private static GeneratorCapabilities capabilities(Parts parts, List<String> schedulers) {
        return new GeneratorCapabilities(EnumSet.allOf(Parameter.class), schedulers,
                new Sizes.MultiplesOf(Math.max(SMALLEST_STRIDE, parts.spatialFactor), MOST_PIXELS),
                new Running(1, true, Optional.of("this machine")), Optional.empty());
    }

    /** A model may suggest a scheduler that is not commonly worth offering. */
    private static List<String> offered(SchedulerConfig schedulers, GenerationSettings defaults) {
        Set<String> names = new LinkedHashSet<>(schedulers.offeredNames());
        defaults.scheduler().ifPresent(names::add);
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
    public CanonicalRequest canonical(String prompt, GenerationSettings settings) {
        PromptOptions reading = PromptOptions.of(settings.conditioning());
        return CanonicalRequest.of(prompts.of(prompt, reading), negative(settings.negativePrompt(), reading),
                arithmetic(settings), settings);
    }

    /** Where zeros stand for a negative prompt that is absent, one that is given and has no token is another one. */
    private String negative(Optional<String> negativePrompt, PromptOptions reading) {
        String canonical = prompts.of(negativePrompt.orElse(""), reading).text();
        boolean readsEmpty = negativePrompt.isPresent() && zerosForAbsentNegative
                && prompts.isEmpty(negativePrompt.orElseThrow(), reading);
        return readsEmpty ? "given " + canonical : canonical;
    }

    /** What of the machine's use changes images. */
    private String arithmetic(GenerationSettings settings) {
        SessionSettings.Provider provider = options.sessions().provider();
        String numbers = precision(settings).arithmetic();
        return provider == SessionSettings.Provider.CPU ? numbers : numbers + " " + provider.shortName();
    }

    @Override
    public GenerationSettings effective(GenerationSettings asked) {
        description.capabilities().require(asked);
        GenerationSettings settings = complete(asked);
        PromptConditioner.requireClipSkip(settings.conditioning().clipSkip(), largestClipSkip);
        Scheduler scheduler = scheduler(settings);
        settings.conditioning().start().ifPresent(start -> DiffusionTask.firstCall(scheduler, start.strength()));
        requireRendering(settings);
        return settings.withScheduler(schedulers.canonicalName(settings.scheduler().orElseThrow()));
    }

    /** What is left open is as the model's defaults are. */
    private GenerationSettings complete(GenerationSettings asked) {
        GenerationSettings usual = description.defaults();
        return new GenerationSettings(asked.negativePrompt(), asked.size(),
                asked.steps().isPresent() ? asked.steps() : usual.steps(),
                asked.guidanceScale().isPresent() ? asked.guidanceScale() : usual.guidanceScale(),
                asked.scheduler().or(usual::scheduler), asked.conditioning(),
                asked.rendering().over(usual.rendering()));
    }

    private void requireRendering(GenerationSettings settings) {
        pipelines.require(precision(settings));
        NoiseGenerator.of(settings.rendering().noise().orElseThrow());
        Safety safety = safety(settings);
        if (safety.compareTo(options.safety()) < 0) {
            throw DreamCacherException.badRequest(
                    "The safety mode must be %s here, or a stricter one; found %s. Leave it out."
                            .formatted(options.safety().shortName(), safety.shortName()));
        }
        pipelines.require(safety);
    }

    private static Precision precision(GenerationSettings settings) {
        return Precision.require(settings.rendering().precision().orElseThrow());
    }

    private static NoiseGenerator noise(GenerationSettings settings) {
        return NoiseGenerator.of(settings.rendering().noise().orElseThrow());
    }

    private static Safety safety(GenerationSettings settings) {
        return settings.rendering().safety().orElseThrow();
    }

    private Scheduler scheduler(GenerationSettings settings) {
        return schedulers.named(settings.scheduler().orElseThrow())
                .scheduler(settings.steps().orElseThrow(), settings.conditioning().eta());
    }

    @Override
    public JobOutcome generate(GenerationJob job, GenerationProgress progress) {
        return make(job, task(job), progress);
    }

    /** Image to image of diffusers: of {@code steps} the last {@code (int) (steps * strength)} are run. */
    @Override
    public JobOutcome refine(GenerationJob job, ImageFile stored, double strength, GenerationProgress progress) {
        if (job.start().isPresent()) {
            throw new IllegalArgumentException("A job that refines a stored picture has no other one to start from");
        }
        DiffusionTask.firstCall(scheduler(effective(job.settings())), strength);
        BufferedImage image = ImageFileReader.DEFAULT.read(stored.bytes(), "the stored picture");
        return make(job, new DiffusionTask.Img2Img(image, strength), progress);
    }

    private JobOutcome make(GenerationJob job, DiffusionTask task, GenerationProgress progress) {
        GenerationSettings settings = effective(job.settings());
        long seed = job.seed().orElseThrow(() -> new IllegalArgumentException("A job for this generator has a seed"));
        PipelineCall call = PipelineCall.of(job.prompt(), settings.size(), scheduler(settings), seed)
                .withPrompt(new Prompt(job.prompt(), settings.negativePrompt()))
                .withPromptOptions(PromptOptions.of(settings.conditioning()))
                .withGuidance(new Guidance(settings.guidanceScale().orElseThrow(),
                        settings.conditioning().guidanceRescale()))
                .withSeeds(seeds(settings, seed))
                .withTask(task);
        Safety safety = safety(settings);
        // whether a refused image is one is for this class to say, as an outcome
        Safety given = safety == Safety.REFUSE ? Safety.FLAG : safety;
        PipelineResult result = pipelines.use(precision(settings),
                pipeline -> pipeline.generate(call, given, listener(progress, safety, pipeline)));
        return outcome(result, seed, safety);
    }

    private static JobOutcome outcome(PipelineResult result, long seed, Safety safety) {
        SafetyVerdict verdict = result.verdicts().getFirst();
        if (safety == Safety.REFUSE && verdict.flagged()) {
            return new JobOutcome.RefusedByPolicy(verdict.refusal());
        }
        return new JobOutcome.GeneratedImage(new ImageFile(Png.encode(result.image()), MediaType.PNG),
                OptionalLong.of(seed), Optional.empty(), verdict.flagged());
    }

    private static Seeds seeds(GenerationSettings settings, long seed) {
        Seeds seeds = Seeds.of(seed).withNoise(noise(settings));
        return settings.conditioning().variation().map(seeds::withVariation).orElse(seeds);
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

    private DenoisingListener listener(GenerationProgress progress, Safety safety,
            StableDiffusionPipeline pipeline) {
        // a preview would show what the safety checker may yet hold back
        boolean showsPreviews = safety == Safety.OFF || safety == Safety.FLAG;
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
    public void unload() {
        pipelines.rest();
    }

    @Override
    public void close() {
        pipelines.close();
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

        /** What of it a request may choose otherwise. */
        Rendering rendering() {
            return Rendering.NONE.withPrecision(pipeline.sessions().precision().shortName())
                    .withNoise(noise.id())
                    .withSafety(pipeline.safety());
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
