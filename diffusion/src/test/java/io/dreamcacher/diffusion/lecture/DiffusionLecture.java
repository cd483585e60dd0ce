package io.dreamcacher.diffusion.lecture;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.diffusion.pipeline.DecodedImage;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.diffusion.scheduler.SchedulerKind;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Stable Diffusion from its parts, as a lecture builds it up: text to tokens to states, noise, the denoising loop with
 * classifier-free guidance, latents to images. Four images of one prompt, drawn from one generator.
 */
public final class DiffusionLecture {
    private static final int BATCH = 4;
    private static final double GUIDANCE = 7.5;
    private static final int STEPS = 70;
    private static final long SEED = 32;

    private DiffusionLecture() {}

    /**
     * Draws four images into the working directory.
     *
     * @param arguments a model's folder, a prompt, and how many steps (70 if absent)
     */
    public static void main(String... arguments) throws IOException {
        int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : STEPS;
        List<BufferedImage> images = draw(ModelRepository.open(Path.of(arguments[0])), arguments[1], steps, SEED,
                512);
        for (int i = 0; i < images.size(); i++) {
            ImageIO.write(images.get(i), "png", Path.of("lecture-" + i + ".png").toFile());
        }
    }

    /** The loop. */
    static List<BufferedImage> draw(ModelRepository model, String prompt, int steps, long seed, int side) {
        SessionSettings settings = SessionSettings.allProcessors();
        ClipTokenizer tokenizer = model.tokenizer("tokenizer");
        Scheduler scheduler = model.scheduler().with(SchedulerKind.LMS).scheduler(steps);
        try (ClipTextModel textEncoder = ClipTextModel.load(model.network("text_encoder"), settings);
                UNet2DConditionModel unet = UNet2DConditionModel.load(model.network("unet"), settings);
                AutoencoderKl vae = AutoencoderKl.load(model.network("vae"), settings)) {
            FloatTensor text = textEncoder.encode(List.of(tokenizer.encode(prompt).paddedIds())).lastHiddenState();
            FloatTensor nothing = textEncoder.encode(List.of(tokenizer.encode("").paddedIds())).lastHiddenState();
            FloatTensor states = nothing.repeated(BATCH).followedBy(text.repeated(BATCH)); // [8, 77, width]

            TorchCpuGenerator generator = new TorchCpuGenerator(seed);
            Shape shape = Shape.of(BATCH, unet.inChannels(), side / vae.spatialFactor(), side / vae.spatialFactor());
            FloatTensor noise = new FloatTensor(shape, generator.randn((int) shape.elements()));
            Scheduler.State state = scheduler.start(noise.times((float) scheduler.initNoiseSigma()).values(), 0);

            while (state.index() < scheduler.size()) {
                FloatTensor input = new FloatTensor(shape, scheduler.scaleModelInput(state.latents(), state.index()));
                float timestep = (float) scheduler.timestep(state.index());
                FloatTensor predictions = unet.predict(input.repeated(2), timestep, states);
                state = scheduler.step(state, Guidance.of(GUIDANCE).combine(predictions), generator);
            }

            FloatTensor images = vae.decode(vae.scaling().unscaled(new FloatTensor(shape, state.latents())));
            return IntStream.range(0, BATCH).mapToObj(i -> DecodedImage.of(images.item(i))).toList();
        }
    }
}
