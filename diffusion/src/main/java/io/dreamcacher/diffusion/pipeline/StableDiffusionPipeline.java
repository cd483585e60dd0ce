package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.Prompt;
import io.dreamcacher.diffusion.conditioning.PromptConditioner;
import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.PromptOptions;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.pipeline.DenoisingListener.DenoisingStep;
import io.dreamcacher.diffusion.pipeline.SafetyChecker.SafetyVerdict;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Latent diffusion (Rombach et al. 2022): a text conditions a U-Net that takes noise out of latents step by step, and an
 * autoencoder makes an image of what is left. Text to image, image to image, inpainting and their batches; numbers agree
 * with the pipelines of diffusers 0.40.
 *
 * <p>
 * Opening one reads configs and vocabularies; each network is loaded when it is first needed. Thread-safe; calls run one
 * after the other. Owns its networks.
 */
public final class StableDiffusionPipeline implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final ModelRepository repository;
    private final OnDemand<PromptConditioner> conditioner;
    private final OnDemand<UNet2DConditionModel> unet;
    private final OnDemand<AutoencoderKl> vae;
    private final SafetyGate safety;
    private final int latentChannels;
    private final int spatialFactor;
    private final boolean paintsIntoImages;
    private final PipelineOptions options;
    private final FileStamps files;
    private final FiniteNumbers finite;
    private @Nullable LatentColors colors;

    private StableDiffusionPipeline(ModelRepository repository, List<ClipTokenizer> tokenizers,
            PipelineOptions options) {
        this.repository = repository;
        this.options = options;
        this.files = FileStamps.of(repository.filesInUse());
        this.finite = new FiniteNumbers(repository);
        this.conditioner = onDemand("text encoder", options,
                () -> PromptConditioner.load(repository, tokenizers, options.sessions()), PromptConditioner::close);
        this.unet = onDemand("U-Net", options, () -> loadUNet(options), UNet2DConditionModel::close);
        this.vae = onDemand("autoencoder", options, () -> loadVae(options), AutoencoderKl::close);
        this.safety = SafetyGate.of(repository, options.sessions(), !options.lowMemory());
        safety.require(options.safety());
        this.latentChannels = AutoencoderKl.latentChannels(repository.network("vae").config());
        this.spatialFactor = AutoencoderKl.spatialFactor(repository.network("vae").config());
        this.paintsIntoImages = repository.network("unet").config().positive("in_channels", 4) == maskedChannels();
    }

    /** What a network for inpainting takes: latents, mask and latents of the masked image. */
    private int maskedChannels() {
        return 2 * latentChannels + 1;
    }

    private <T> OnDemand<T> onDemand(String what, PipelineOptions options, Supplier<T> maker, Consumer<T> closer) {
        String name = "The %s of %s".formatted(what, repository.path());
        return options.lowMemory()
                ? OnDemand.closedAfterUse(name, maker, closer)
                : new OnDemand<>(name, maker, closer);
    }

    /**
     * Opens a repository.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it cannot be used
     */
    public static StableDiffusionPipeline open(ModelRepository repository, PipelineOptions options) {
        return new StableDiffusionPipeline(repository, repository.tokenizers(), options);
    }

    /** A file of somebody else's is looked at whole: not every number that is none reaches a picture. */
    private AutoencoderKl loadVae(PipelineOptions options) {
        NetworkFiles network = repository.network("vae");
        if (repository.isReplaced("vae")) {
            network.problem().ifPresent(problem -> {
                throw new DreamCacherException(FailureCategory.BAD_MODEL, problem);
            });
        }
        return AutoencoderKl.load(network, options.sessions());
    }

    private UNet2DConditionModel loadUNet(PipelineOptions options) {
        UNet2DConditionModel loaded = UNet2DConditionModel.load(repository.network("unet"), options.sessions());
        try {
            requireFit(loaded);
            return loaded;
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private void requireFit(UNet2DConditionModel network) {
        if (network.inChannels() != (paintsIntoImages ? maskedChannels() : latentChannels)) {
            throw misfit(
                    "its U-Net must take the %d channels of its autoencoder's latents, or %d for inpainting; it takes %d"
                            .formatted(latentChannels, maskedChannels(), network.inChannels()));
        }
        boolean xl = repository.kind() == ModelRepository.Kind.STABLE_DIFFUSION_XL;
        if (network.takesSizes() != xl) {
            throw misfit("its U-Net must %s picture sizes".formatted(xl ? "take" : "not take"));
        }
    }

    private DreamCacherException misfit(String rule) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "The networks of %s must fit together: %s.".formatted(repository.path(), rule));
    }

    /** How many pixels a latent stands for in each direction. */
    public int spatialFactor() {
        return spatialFactor;
    }

    /** Shape of the latents of so many images, [images, channels, h, w]. */
    public Shape latentShape(int images, ImageSize size) {
        if (size.width() % spatialFactor != 0 || size.height() % spatialFactor != 0) {
            throw DreamCacherException.badRequest("Width and height must be divisible by %d for this model; found %s."
                    .formatted(spatialFactor, size));
        }
        return Shape.of(images, latentChannels, size.height() / spatialFactor, size.width() / spatialFactor);
    }

    /**
     * Makes images.
     *
     * @throws DreamCacherException {@code CANCELLED} if the listener says so, {@code BAD_MODEL} if the model's files have
     *         been changed since it was opened, {@code BAD_REQUEST} if the call asks for
     *         what the model cannot do, {@code REFUSED} if its safety checker must object to no image and does
     */
    public PipelineResult generate(PipelineCall call, DenoisingListener listener) {
        return generate(call, options.safety(), listener);
    }

    /**
     * The same with another treatment of images that the model's safety checker objects to.
     *
     * @throws DreamCacherException as {@link #generate(PipelineCall, DenoisingListener)}, and {@code BAD_REQUEST} if
     *         something is to be checked and the model has no checker
     */
    public PipelineResult generate(PipelineCall call, Safety mode, DenoisingListener listener) {
        safety.require(mode);
        return alone(() -> generated(call, mode, listener));
    }

    /** One call at a time, and no network is freed beneath it. */
    private <T> T alone(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    private PipelineResult generated(PipelineCall call, Safety mode, DenoisingListener listener) {
        FloatTensor latents = denoise(call, listener);
        List<BufferedImage> images = new ArrayList<>();
        List<SafetyVerdict> verdicts = new ArrayList<>();
        for (int image = 0; image < call.seeds().images(); image++) {
            CancellationWatch.requireNotCancelled(listener);
            SafetyGate.Passed passed = safety
                    .pass(DecodedImage.of(decode(latents.item(image), listener)), mode);
            images.add(passed.image());
            verdicts.add(passed.verdict());
        }
        return new PipelineResult(images, verdicts, latents);
    }

    /** Refuses a safety mode that needs a checker this model does not have, or has none that can be used. */
    void require(Safety mode) {
        safety.require(mode);
    }

    /** What the U-Net sees of a prompt; for images of a size, which only SDXL's does see. */
    public PromptEmbeddings encode(Prompt prompt, PromptOptions options, Framing framing) {
        return finite.checked(conditioner.use(texts -> texts.encode(prompt, framing.size(), options))
                .withSizes(numbers(framing.told()), numbers(framing.toldOfNegative())));
    }

    private static FloatTensor numbers(Framing.Crop crop) {
        return FloatTensor.of(crop.numbers(), 1, UNet2DConditionModel.SIZE_NUMBERS);
    }

    /** The denoising loop: from noise to latents [images, channels, h, w] that are ready to be decoded. */
    public FloatTensor denoise(PipelineCall call, DenoisingListener listener) {
        return alone(() -> denoised(call, listener));
    }

    private FloatTensor denoised(PipelineCall call, DenoisingListener listener) {
        files.requireUnchanged();
        Shape shape = latentShape(call.seeds().images(), call.framing().size());
        List<PromptEmbeddings> prompts = prompts(call, listener);
        BatchNoise noise = new BatchNoise(call.seeds());
        requireTask(call.task());
        InitLatents start = new LatentInitializer(vae, paintsIntoImages, call, noise, shape, listener).prepare();
        if (options.lowMemory()) {
            colors(); // as long as the U-Net is not in memory
        }
        finite.requireStart(start.latents());
        CancellationWatch.requireNotCancelled(listener);
        return unet.use(network -> {
            requireFit(network, prompts.getFirst().positive());
            NoisePredictor predictor = new NoisePredictor(network, prompts, call.guidance(), start.extraChannels());
            return CancellationWatch.during(listener, network::interrupt,
                    () -> loop(call.scheduler(), start, predictor, noise, listener));
        });
    }

    private FloatTensor loop(Scheduler scheduler, InitLatents start, NoisePredictor predictor,
            BatchNoise noise, DenoisingListener listener) {
        Shape shape = start.latents().shape();
        Scheduler.State state = scheduler.start(start.latents().values(), start.firstCall());
        int total = scheduler.size() - start.firstCall();
        while (state.index() < scheduler.size()) {
            CancellationWatch.requireNotCancelled(listener);
            int index = state.index();
            FloatTensor input = new FloatTensor(shape, scheduler.scaleModelInput(state.latents(), index));
            float[] prediction = predictor.predict(input, scheduler.timestep(index));
            Scheduler.State stepped = scheduler.step(state, prediction, noise);
            state = start.kept().map(kept -> kept.restore(scheduler, stepped)).orElse(stepped);
            finite.requireStep(state.latents(), state.index() - start.firstCall(), total);
            listener.done(new DenoisingStep(state.index() - start.firstCall(), total,
                    new FloatTensor(shape, state.latents()), input, new FloatTensor(shape, prediction),
                    scheduler.sigma(index)));
        }
        return new FloatTensor(shape, state.latents());
    }

    /** One for each image; words that occur twice are encoded once. */
    private List<PromptEmbeddings> prompts(PipelineCall call, DenoisingListener listener) {
        List<PromptEmbeddings> encoded = switch (call.prompts()) {
            case PromptInput.States(List<PromptEmbeddings> texts) -> texts;
            case PromptInput.Words words -> conditioner.use(texts -> CancellationWatch.during(listener,
                    texts::interrupt, () -> encoded(words, call)));
        };
        return encoded.size() == 1 ? Collections.nCopies(call.seeds().images(), encoded.getFirst()) : encoded;
    }

    private List<PromptEmbeddings> encoded(PromptInput.Words words, PipelineCall call) {
        boolean guided = call.guidance().isActive();
        Map<Prompt, PromptEmbeddings> known = new HashMap<>();
        return words.prompts()
                .stream()
                .map(prompt -> guided ? prompt : Prompt.of(prompt.text()))
                .map(prompt -> known.computeIfAbsent(prompt, one -> encode(one, words.options(), call.framing())))
                .toList();
    }

    private void requireFit(UNet2DConditionModel network, TextConditioning text) {
        int width = text.textStates().shape().intSize(2);
        if (network.contextWidth() != width) {
            throw misfit("its U-Net must take text states of width %d; it takes %d"
                    .formatted(width, network.contextWidth()));
        }
    }

    private void requireTask(DiffusionTask task) {
        if (paintsIntoImages && !(task instanceof DiffusionTask.Inpainting)) {
            throw DreamCacherException.badRequest(
                    "The model %s paints into pictures: it needs a start picture and a mask. Give both, or choose another model."
                            .formatted(repository.path()));
        }
    }

    private FloatTensor decode(FloatTensor latents, DenoisingListener listener) {
        return vae.use(network -> CancellationWatch.during(listener, network::interrupt,
                () -> decode(network, latents)));
    }

    /** Which colours latents stand for; found out when it is first asked for. */
    LatentColors colors() {
        return alone(() -> {
            LatentColors known = colors;
            if (known == null) {
                known = vae.use(LatentColors::fit);
                colors = known;
            }
            return known;
        });
    }

    /** Latents as the loop leaves them to images [batch, 3, h, w], about −1 to 1; in tiles above 768x768. */
    public FloatTensor decode(FloatTensor latents) {
        return vae.use(network -> decode(network, latents));
    }

    private FloatTensor decode(AutoencoderKl network, FloatTensor latents) {
        return finite.decoded(network.decodeTiled(network.scaling().unscaled(latents)));
    }

    /** Frees the memory of all networks, after a running call has ended; the next call loads what it needs. */
    public void rest() {
        lock.lock();
        try {
            conditioner.rest();
            unet.rest();
            vae.rest();
            safety.rest();
        } finally {
            lock.unlock();
        }
    }

    /** Frees all networks, after a running call has ended. */
    @Override
    public void close() {
        lock.lock();
        try {
            conditioner.close();
            unet.close();
            vae.close();
            safety.close();
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a call made.
     *
     * @param images sRGB, 8 bits a channel, in the order of the seeds
     * @param verdicts of the model's safety checker, one an image; no objection where nothing was checked
     * @param latents they were decoded from, [images, channels, h, w], scaled as the loop leaves them
     */
    public record PipelineResult(List<BufferedImage> images, List<SafetyVerdict> verdicts, FloatTensor latents) {
        /** Copies the lists. */
        public PipelineResult {
            images = List.copyOf(images);
            verdicts = List.copyOf(verdicts);
        }

        /** The only image of a call for one. */
        public BufferedImage image() {
            if (images.size() != 1) {
                throw new IllegalStateException("A single picture was asked of a batch of " + images.size());
            }
            return images.getFirst();
        }
    }

    /**
     * How a pipeline uses the machine, and what it gives out.
     *
     * @param sessions how networks are run
     * @param lowMemory whether one network at a time is in memory: each is loaded for its part of a generation and closed
     *        after it, which costs the time to load them again for the next one
     * @param safety what becomes of images that the model's safety checker objects to
     */
    public record PipelineOptions(SessionSettings sessions, boolean lowMemory, Safety safety) {
        /** Networks stay in memory, and nothing is checked. */
        public static PipelineOptions of(SessionSettings sessions) {
            return new PipelineOptions(sessions, false, Safety.OFF);
        }

        /** With one network in memory at a time, or with all of them. */
        public PipelineOptions withLowMemory(boolean value) {
            return new PipelineOptions(sessions, value, safety);
        }

        /** With other sessions. */
        PipelineOptions withSessions(SessionSettings value) {
            return new PipelineOptions(value, lowMemory, safety);
        }

        /** With or without checks of finished images. */
        public PipelineOptions withSafety(Safety value) {
            return new PipelineOptions(sessions, lowMemory, value);
        }
    }
}
