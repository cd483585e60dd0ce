package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator.GeneratorOptions;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineResult;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.GenerationSettings;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Images of what no words say: of text states that were calculated, and of noise between two seeds. Networks are loaded
 * when they are first needed. Thread-safe; owns its networks.
 */
public final class BlendPipeline implements AutoCloseable {
    private final ModelRepository repository;
    private final NoiseGenerator noise;
    private final StableDiffusionPipeline pipeline;

    /** Opens a Stable Diffusion; no network is loaded. */
    public BlendPipeline(ModelRepository repository, GeneratorOptions options) {
        this.repository = repository;
        this.noise = options.noise();
        this.pipeline = StableDiffusionPipeline.open(repository, options.pipeline());
    }

    /** What images are made with where nothing is said. */
    public GenerationSettings defaults() {
        return DiffusionGenerator.defaults(repository);
    }

    /**
     * What is drawn of a blend.
     *
     * @param image sRGB, 8 bits a channel
     * @param flagged whether the model's safety checker objected to it; {@code false} where nothing was checked
     */
    public record BlendedImage(BufferedImage image, boolean flagged) {}

    /** Hears of work that is done. */
    @FunctionalInterface
    public interface Progress {
        /** So many of so many parts are done. */
        void done(int part, int parts);
    }

    /** The image of a blend of texts; the blend's noise comes from the same seed as the image's. */
    public BlendedImage blend(Blend blend, GenerationSettings settings, long seed, Progress progress) {
        List<PromptEmbeddings> prompts = blend.terms().stream().map(term -> encode(term.text(), settings)).toList();
        TextConditioning mixed = mixed(blend, prompts.stream().map(PromptEmbeddings::positive).toList(), seed);
        PipelineCall call = call(settings, seed).withPrompts(
                new PromptInput.States(List.of(new PromptEmbeddings(mixed, prompts.getFirst().negative()))));
        return draw(call, step -> progress.done(step.number(), step.total()));
    }

    private TextConditioning mixed(Blend blend, List<TextConditioning> texts, long seed) {
        FloatTensor states = mixed(blend, texts, TextConditioning::textStates, seed);
        return new TextConditioning(states, texts.getFirst()
                .sizes()
                .map(first -> new Sizes(
                        mixed(blend, texts, text -> text.sizes().orElseThrow().pooledText(), seed), first.sizes())));
    }

    private FloatTensor mixed(Blend blend, List<TextConditioning> texts,
            Function<TextConditioning, FloatTensor> part, long seed) {
        Shape shape = part.apply(texts.getFirst()).shape();
        float[] drawn = noise.seeded(seed).randn(Math.toIntExact(shape.elements()));
        return new FloatTensor(shape, blend.of(texts.stream().map(text -> part.apply(text).values()).toList(), drawn));
    }

    /**
     * The images of an interpolation: text states are mixed in a straight line, noise on the sphere, because the noise between
     * two is as long as either.
     *
     * @param frames takes each image with its number, from 0 on, in order
     */
    public void interpolate(LatentInterpolation interpolation, GenerationSettings settings,
            BiConsumer<Integer, BlendedImage> frames) {
        AtomicInteger next = new AtomicInteger();
        interpolation.awayFrom(settings.negativePrompt())
                .calls(pipeline, call(settings, 0), PromptOptions.DEFAULT)
                .forEachOrdered(call -> frames.accept(next.getAndIncrement(), draw(call, step -> {})));
    }

    private BlendedImage draw(PipelineCall call, DenoisingListener listener) {
        PipelineResult result = pipeline.generate(call, listener);
        return new BlendedImage(result.image(), result.verdicts().getFirst().flagged());
    }

    private PromptEmbeddings encode(String text, GenerationSettings settings) {
        return pipeline.encode(new Prompt(text, settings.negativePrompt()), PromptOptions.DEFAULT,
                Framing.of(settings.size()));
    }

    private PipelineCall call(GenerationSettings settings, long seed) {
        Scheduler scheduler = repository.scheduler()
                .named(settings.scheduler().orElseThrow())
                .scheduler(settings.steps().orElseThrow(), settings.conditioning().eta());
        return PipelineCall.of("", settings.size(), scheduler, seed)
                .withSeeds(Seeds.of(seed).withNoise(noise))
                .withGuidance(Guidance.of(settings.guidanceScale().orElseThrow()));
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
