package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.PromptConditioner;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.repository.DiffusersRepository;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerState;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Latent diffusion (Rombach et al. 2022): a text conditions a U-Net that takes noise out of latents step by step, and an
 * autoencoder makes a picture of what is left. Numbers agree with the Stable Diffusion pipelines of diffusers 0.40.
 * Thread-safe; owns its networks.
 */
public final class StableDiffusionPipeline implements AutoCloseable {
    private final PromptConditioner conditioner;
    private final UNet2DConditionModel unet;
    private final AutoencoderKl vae;

    private StableDiffusionPipeline(PromptConditioner conditioner, UNet2DConditionModel unet, AutoencoderKl vae) {
        this.conditioner = conditioner;
        this.unet = unet;
        this.vae = vae;
    }

    /**
     * Loads all networks of a repository.
     *
     * @param tokenizers as many as the repository's pipeline has, the first one's first
     * @throws DreamCacherException {@code BAD_MODEL} if a network cannot be used, or they do not fit together
     */
    public static StableDiffusionPipeline load(DiffusersRepository repository, List<ClipTokenizer> tokenizers,
            SessionSettings settings) {
        PromptConditioner conditioner = PromptConditioner.load(repository, tokenizers, settings);
        try {
            return load(repository, conditioner, settings);
        } catch (RuntimeException e) {
            conditioner.close();
            throw e;
        }
    }

    private static StableDiffusionPipeline load(DiffusersRepository repository, PromptConditioner conditioner,
            SessionSettings settings) {
        UNet2DConditionModel unet = UNet2DConditionModel.load(repository.network("unet"), settings);
        try {
            requireFit(repository, unet, conditioner);
            AutoencoderKl vae = AutoencoderKl.load(repository.network("vae"), settings);
            return new StableDiffusionPipeline(conditioner, unet, vae);
        } catch (RuntimeException e) {
            unet.close();
            throw e;
        }
    }

    private static void requireFit(DiffusersRepository repository, UNet2DConditionModel unet,
            PromptConditioner conditioner) {
        int latentChannels = AutoencoderKl.latentChannels(repository.network("vae").config());
        if (unet.inChannels() != latentChannels) {
            throw misfit(repository, "its U-Net must take the %d channels of its autoencoder's latents; it takes %d"
                    .formatted(latentChannels, unet.inChannels()));
        }
        if (unet.contextWidth() != conditioner.width()) {
            throw misfit(repository, "its U-Net must take text states of width %d; it takes %d"
                    .formatted(conditioner.width(), unet.contextWidth()));
        }
        boolean xl = repository.kind() == DiffusersRepository.Kind.STABLE_DIFFUSION_XL;
        if (unet.takesSizes() != xl) {
            throw misfit(repository, "its U-Net must %s picture sizes".formatted(xl ? "take" : "not take"));
        }
    }

    private static DreamCacherException misfit(DiffusersRepository repository, String rule) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "The networks of %s must fit together: %s.".formatted(repository.path(), rule));
    }

    /**
     * Makes a picture.
     *
     * @throws DreamCacherException {@code CANCELLED} if the listener says so
     */
    public BufferedImage generate(PipelineCall call, StepListener listener) {
        FloatTensor latents = denoise(call, listener);
        requireNotCancelled(listener);
        return Pictures.of(decode(latents));
    }

    /** The denoising loop: from noise to latents [1, channels, h, w] that are ready to be decoded. */
    public FloatTensor denoise(PipelineCall call, StepListener listener) {
        Scheduler scheduler = call.scheduler();
        TextConditioning text = conditioning(call);
        Shape shape = latentShape(call.size());
        NoiseSource noise = new TorchCpuGenerator(call.seed());
        float[] start = scaled(noise.randn(Math.toIntExact(shape.elements())), (float) scheduler.initNoiseSigma());

        SchedulerState state = scheduler.start(start, 0);
        while (state.index() < scheduler.size()) {
            requireNotCancelled(listener);
            int index = state.index();
            FloatTensor input = new FloatTensor(shape, scheduler.scaleModelInput(state.latents(), index));
            float[] prediction = predict(input, scheduler.timestep(index), text, call.guidance());
            state = scheduler.step(state, prediction, noise);
            listener.done(new DenoisingStep(index + 1, scheduler.size(), new FloatTensor(shape, state.latents()), input,
                    new FloatTensor(shape, prediction), scheduler.sigma(index)));
        }
        return new FloatTensor(shape, state.latents());
    }

    private TextConditioning conditioning(PipelineCall call) {
        TextConditioning positive = conditioner.positive(call.prompt(), call.size());
        return call.guidance().isActive()
                ? conditioner.negative(call.negativePrompt(), call.size()).followedBy(positive)
                : positive;
    }

    private Shape latentShape(ImageSize size) {
        int factor = vae.spatialFactor();
        return Shape.of(1, vae.latentChannels(), size.height() / factor, size.width() / factor);
    }

    private float[] predict(FloatTensor input, double timestep, TextConditioning text, Guidance guidance) {
        if (!guidance.isActive()) {
            return unet(input, timestep, text).values();
        }
        return guidance.combine(unet(input.followedBy(input), timestep, text)); // [negative, positive]
    }

    private FloatTensor unet(FloatTensor input, double timestep, TextConditioning text) {
        float time = (float) timestep;
        return text.sizes()
                .map(sizes -> unet.predict(input, time, text.textStates(), sizes))
                .orElseGet(() -> unet.predict(input, time, text.textStates()));
    }

    /** Latents as the loop leaves them to pictures [1, 3, h, w], about −1 to 1. */
    public FloatTensor decode(FloatTensor latents) {
        float[] unscaled = latents.values().clone();
        for (int i = 0; i < unscaled.length; i++) {
            unscaled[i] /= vae.scalingFactor();
        }
        return vae.decode(new FloatTensor(latents.shape(), unscaled));
    }

    private static float[] scaled(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return values;
    }

    private static void requireNotCancelled(StepListener listener) {
        if (listener.cancelled()) {
            throw new DreamCacherException(FailureCategory.CANCELLED, "The generation was stopped before it was done.");
        }
    }

    /** Frees all networks. */
    @Override
    public void close() {
        conditioner.close();
        unet.close();
        vae.close();
    }
}
