package io.dreamcacher.embedded.workbench;

import io.dreamcacher.diffusion.DiffusionGenerator;
import io.dreamcacher.diffusion.conditioning.EncodedPrompt;
import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.pipeline.Framing;
import io.dreamcacher.diffusion.pipeline.Guidance;
import io.dreamcacher.diffusion.pipeline.Interpolation;
import io.dreamcacher.diffusion.pipeline.PipelineCall;
import io.dreamcacher.diffusion.pipeline.PipelineOptions;
import io.dreamcacher.diffusion.pipeline.PromptInput;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline;
import io.dreamcacher.diffusion.pipeline.Start;
import io.dreamcacher.diffusion.repository.ModelRepository;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.PictureSettings;
import java.awt.image.BufferedImage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Pictures of what no words say: of text states that were calculated, and of noise between two seeds. Networks are loaded
 * when they are first needed. Thread-safe; owns its networks.
 */
public final class Studio implements AutoCloseable {
    private final ModelRepository repository;
    private final StableDiffusionPipeline pipeline;

    /** Opens a Stable Diffusion; no network is loaded. */
    public Studio(ModelRepository repository, SessionSettings sessions) {
        this.repository = repository;
        this.pipeline = StableDiffusionPipeline.open(repository, PipelineOptions.of(sessions));
    }

    /** What pictures are made with where nothing is said. */
    public PictureSettings defaults() {
        return DiffusionGenerator.defaults(repository);
    }

    /** Hears of work that is done. */
    @FunctionalInterface
    public interface Progress {
        /** So many of so many parts are done. */
        void done(int part, int parts);
    }

    /** The picture of a blend of texts; the blend's noise comes from the same seed as the picture's. */
    public BufferedImage blend(Blend blend, PictureSettings settings, long seed, Progress progress) {
        List<EncodedPrompt> prompts = blend.terms().stream().map(term -> encode(term.text(), settings)).toList();
        TextConditioning mixed = mixed(blend, prompts.stream().map(EncodedPrompt::positive).toList(), seed);
        PipelineCall call = call(settings, seed).withPrompts(
                new PromptInput.States(List.of(new EncodedPrompt(mixed, prompts.getFirst().negative()))));
        return pipeline.generate(call, step -> progress.done(step.number(), step.total())).picture();
    }

    private static TextConditioning mixed(Blend blend, List<TextConditioning> texts, long seed) {
        FloatTensor states = mixed(blend, texts, TextConditioning::textStates, seed);
        return new TextConditioning(states, texts.getFirst()
                .sizes()
                .map(first -> new Sizes(
                        mixed(blend, texts, text -> text.sizes().orElseThrow().pooledText(), seed), first.sizes())));
    }

    private static FloatTensor mixed(Blend blend, List<TextConditioning> texts,
            Function<TextConditioning, FloatTensor> part, long seed) {
        Shape shape = part.apply(texts.getFirst()).shape();
        float[] noise = new TorchCpuGenerator(seed).randn(Math.toIntExact(shape.elements()));
        return new FloatTensor(shape, blend.of(texts.stream().map(text -> part.apply(text).values()).toList(), noise));
    }

    /**
     * The pictures along a walk: text states are mixed in a straight line, noise on the sphere, because the noise between
     * two is as long as either.
     *
     * @param frames takes each picture with its number, from 0 on, in order
     */
    public void walk(Walk walk, PictureSettings settings, BiConsumer<Integer, BufferedImage> frames) {
        Map<String, EncodedPrompt> known = new HashMap<>();
        List<EncodedPrompt> prompts = walk.places()
                .stream()
                .map(place -> known.computeIfAbsent(place.prompt(), text -> encode(text, settings)))
                .toList();
        for (int frame = 0; frame < walk.frames(); frame++) {
            Walk.Point point = walk.point(frame);
            Place from = walk.places().get(point.from());
            Place to = walk.places().get(point.to());
            EncodedPrompt text = between(prompts.get(point.from()), prompts.get(point.to()), point.part());
            FloatTensor noise = Interpolation.slerp(noise(from.seed(), settings), noise(to.seed(), settings),
                    point.part());
            PipelineCall call = call(settings, from.seed())
                    .withPrompts(new PromptInput.States(List.of(text)))
                    .withStart(new Start.Given(noise));
            frames.accept(frame, pipeline.generate(call, step -> {}).picture());
        }
    }

    private static EncodedPrompt between(EncodedPrompt from, EncodedPrompt to, double part) {
        FloatTensor states = Interpolation.lerp(from.positive().textStates(), to.positive().textStates(), part);
        TextConditioning mixed = new TextConditioning(states, from.positive()
                .sizes()
                .map(first -> new Sizes(
                        Interpolation.lerp(first.pooledText(), to.positive().sizes().orElseThrow().pooledText(), part),
                        first.sizes())));
        return new EncodedPrompt(mixed, from.negative());
    }

    private FloatTensor noise(long seed, PictureSettings settings) {
        Shape shape = pipeline.latentShape(1, settings.size());
        return new FloatTensor(shape, new TorchCpuGenerator(seed).randn(Math.toIntExact(shape.elements())));
    }

    private EncodedPrompt encode(String text, PictureSettings settings) {
        String negative = settings.negativePrompt();
        return pipeline.encode(negative.isEmpty() ? Prompt.of(text) : Prompt.of(text, negative),
                PromptOptions.DEFAULT, Framing.of(settings.size()));
    }

    private PipelineCall call(PictureSettings settings, long seed) {
        Scheduler scheduler = repository.scheduler().named(settings.scheduler()).scheduler(settings.steps());
        return PipelineCall.of("", settings.size(), scheduler, seed)
                .withGuidance(Guidance.of(settings.guidanceScale()));
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
