package io.dreamcacher.bench;

import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.network.AutoencoderKl;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.network.UNet2DConditionModel;
import io.dreamcacher.diffusion.noise.TorchCpuGenerator;
import io.dreamcacher.diffusion.pipeline.DenoisingListener;
import io.dreamcacher.diffusion.pipeline.DenoisingListener.DenoisingStep;
import io.dreamcacher.diffusion.pipeline.PipelineCall;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Guidance;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.diffusion.scheduler.Scheduler;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Time and memory of networks of real sizes, exact and fast in alternation, and the peak memory of whole generations, each
 * in a process of its own with one network at a time. Takes a repository of {@link RandomModel}'s. Run from the
 * repository's root:
 *
 * <pre>mvn -B -q -Pnetworks -pl bench -am process-classes -Dfolder=FOLDER -Drounds=3</pre>
 */
final class NetworkBench {
    private static final int TOKENS = 77;
    private static final int STEPS = 50;
    private static final int LATENT_SIDE = 64;
    private static final int IMAGE_SIDE = 512;

    private final ModelRepository repository;
    private final SessionSettings exact;
    private final SessionSettings fast;
    private final int rounds;

    private NetworkBench(Path folder, int rounds) {
        this.repository = ModelRepository.open(folder);
        this.exact = settings(folder, Precision.EXACT);
        this.fast = settings(folder, Precision.FAST);
        this.rounds = rounds;
    }

    private static SessionSettings settings(Path folder, Precision precision) {
        return SessionSettings.allProcessors().withPrecision(precision).withCacheFolder(folder.resolve("cache"));
    }

    /**
     * Runs the benchmark, or, as its own child, one generation.
     *
     * @param arguments the repository's folder and how often; or the folder, {@code memory} and a precision
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Path.of(arguments[0]);
        if (arguments[1].equals("memory")) {
            generate(folder, Precision.named(arguments[2]).orElseThrow());
            return;
        }
        System.out.println(Machine.description());
        System.out.println("processor's integer and matrix units: " + Machine.arithmeticUnits());
        NetworkBench bench = new NetworkBench(folder, Integer.parseInt(arguments[1]));
        System.out.println("medians: seconds of the clock (of all processors together)");
        System.out.println("| what | exact | fast | exact / fast |\n|---|---|---|---|");
        bench.text();
        bench.unet();
        bench.autoencoder();
        bench.betweenSteps();
        for (Precision precision : Precision.values()) {
            memory(folder, precision);
        }
    }

    private void text() {
        Measured load = new Measured();
        try (ClipTextModel plain = load.exact(() -> ClipTextModel.load(repository.network("text_encoder"), exact));
                ClipTextModel rounded = load.fast(
                        () -> ClipTextModel.load(repository.network("text_encoder"), fast))) {
            load.print("text encoder, load");
            List<int[]> prompt = List.of(new int[TOKENS]);
            alternate("text encoder, a prompt of 77 tokens", 10 * rounds, () -> plain.encode(prompt),
                    () -> rounded.encode(prompt));
        }
    }

    private void unet() {
        Measured load = new Measured();
        try (UNet2DConditionModel plain = load
                .exact(() -> UNet2DConditionModel.load(repository.network("unet"), exact));
                UNet2DConditionModel rounded = load
                        .fast(() -> UNet2DConditionModel.load(repository.network("unet"), fast))) {
            load.print("U-Net, load");
            FloatTensor latents = random(2, 4, LATENT_SIDE, LATENT_SIDE);
            FloatTensor states = random(2, TOKENS, plain.contextWidth());
            alternate("U-Net, a step at 512x512 with guidance", rounds, () -> plain.predict(latents, 500, states),
                    () -> rounded.predict(latents, 500, states));
        }
    }

    private void autoencoder() {
        Measured load = new Measured();
        try (AutoencoderKl plain = load.exact(() -> AutoencoderKl.load(repository.network("vae"), exact));
                AutoencoderKl rounded = load.fast(() -> AutoencoderKl.load(repository.network("vae"), fast))) {
            load.print("autoencoder, load");
            FloatTensor latents = random(1, 4, LATENT_SIDE, LATENT_SIDE);
            alternate("autoencoder, a picture of 512x512", rounds, () -> plain.decode(latents),
                    () -> rounded.decode(latents));
        }
    }

    /** What a step does in Java, around the network's run. */
    private void betweenSteps() {
        Scheduler scheduler = repository.scheduler().scheduler(STEPS);
        FloatTensor predictions = random(2, 4, LATENT_SIDE, LATENT_SIDE);
        FloatTensor latents = random(1, 4, LATENT_SIDE, LATENT_SIDE);
        TorchCpuGenerator noise = new TorchCpuGenerator(1);
        Timing.of(STEPS, i -> {
            FloatTensor input = new FloatTensor(latents.shape(), scheduler.scaleModelInput(latents.values(), i));
            var unused = input.followedBy(input);
            Scheduler.State state = scheduler.start(latents.values(), 0);
            var unusedToo = scheduler.step(state, Guidance.of(7.5).combine(predictions), noise);
        }).print("Java's part of a step");
    }

    private static FloatTensor random(long... sizes) {
        Random random = new Random(1);
        float[] values = new float[(int) Arrays.stream(sizes).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(values, sizes);
    }

    /** Both in turn, after a first round that is not counted. */
    private static void alternate(String what, int rounds, Runnable exact, Runnable fast) {
        exact.run();
        fast.run();
        Measured measured = new Measured();
        for (int i = 0; i < rounds; i++) {
            measured.exact(() -> done(exact));
            measured.fast(() -> done(fast));
        }
        measured.print(what);
    }

    private static boolean done(Runnable action) {
        action.run();
        return true;
    }

    private static void memory(Path folder, Precision precision) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"), "-Xmx1g", "--enable-native-access=ALL-UNNAMED",
                "-cp", ManagementFactory.getRuntimeMXBean().getClassPath(),
                NetworkBench.class.getName(), folder.toString(), "memory", precision.shortName()).inheritIO().start();
        if (child.waitFor() != 0) {
            throw new IllegalStateException("the generation for the memory's sake failed");
        }
    }

    private static void generate(Path folder, Precision precision) throws IOException {
        ModelRepository repository = ModelRepository.open(folder);
        PipelineOptions options = PipelineOptions.of(settings(folder, precision)).withLowMemory(true);
        try (StableDiffusionPipeline pipeline = StableDiffusionPipeline.open(repository, options)) {
            PipelineCall call = PipelineCall.of("a red sailing boat", new ImageSize(IMAGE_SIDE, IMAGE_SIDE),
                    repository.scheduler().scheduler(1), 1);
            var unused = pipeline.generate(call, new DenoisingListener() {
                @Override
                public void done(DenoisingStep step) {}

                @Override
                public boolean cancelled() {
                    return false;
                }
            });
        }
        System.out.println("peak resident memory of a generation, " + precision.shortName() + ": "
                + Files.readAllLines(Path.of("/proc/self/status"))
                        .stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse("only Linux tells"));
    }
}
