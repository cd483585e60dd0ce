package io.dreamcacher.bench;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.diffusion.model.SafetensorsWriter;
import io.dreamcacher.diffusion.model.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Writes a repository of Stable Diffusion 1.4's sizes with random numbers for weights, for measuring time and memory
 * where the published weights are not to be had. Weights are uniform with the variance 1 / (numbers that enter an
 * output), so that activations neither grow nor fade; norms do nothing, biases are 0. Run from the repository's root:
 *
 * <pre>mvn -B -q -Prandom-model -pl bench -am process-classes -Dfolder=FOLDER -Dtype=F32</pre>
 */
final class RandomModel {
    private static final int CHUNK = 1 << 18;

    private final TensorType type;
    private final SplittableRandom random;

    private RandomModel(TensorType type, long seed) {
        this.type = type;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Writes a repository.
     *
     * @param arguments the project's root, the folder to write, F32 or F16
     */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), Path.of(arguments[1]), TensorType.valueOf(arguments[2]));
    }

    /** Writes it unless it is there; the tokenizer is that of the bundled model. */
    static void write(Path root, Path folder, TensorType type) throws IOException {
        if (type != TensorType.F32 && type != TensorType.F16) {
            throw new IllegalArgumentException("Weights are written as F32 or F16; found " + type);
        }
        Path last = folder.resolve("model_index.json");
        if (Files.exists(last)) {
            return;
        }
        new RandomModel(type, 1).network(folder, "unet", "diffusion_pytorch_model", StableDiffusion14.unet());
        new RandomModel(type, 2).network(folder, "vae", "diffusion_pytorch_model", StableDiffusion14.vae());
        new RandomModel(type, 3).network(folder, "text_encoder", "model", StableDiffusion14.text());
        copy(root.resolve("models/postcards/sd/tokenizer"), folder.resolve("tokenizer"));
        Files.createDirectories(folder.resolve("scheduler"));
        resource(folder, "scheduler/scheduler_config.json");
        resource(folder, "model_index.json");
    }

    private void network(Path repository, String component, String name, TensorPlan plan) throws IOException {
        Files.createDirectories(repository.resolve(component));
        resource(repository, component + "/config.json");
        SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
        plan.shapes().forEach((tensor, shape) -> writer.add(tensor, type, shape, sink -> fill(tensor, shape, sink)));
        writer.write(repository.resolve(component).resolve(name + ".safetensors"));
    }

    private void fill(String tensor, Shape shape, SafetensorsWriter.Sink sink) throws IOException {
        float center = shape.rank() == 1 && tensor.endsWith(".weight") ? 1 : 0; // of a norm
        long entering = shape.elements() / Math.max(1, shape.size(0));
        float width = shape.rank() == 1 ? 0 : (float) Math.sqrt(3.0 / entering);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * type.sizeBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long left = shape.elements(); left > 0; left -= CHUNK) {
            bytes.clear();
            for (long i = Math.min(CHUNK, left); i > 0; i--) {
                put(bytes, center + width * (random.nextInt() * 0x1p-31f));
            }
            sink.write(bytes.flip());
        }
    }

    private void put(ByteBuffer bytes, float value) {
        if (type == TensorType.F16) {
            bytes.putShort(Float.floatToFloat16(value));
        } else {
            bytes.putFloat(value);
        }
    }

    private static void resource(Path folder, String name) throws IOException {
        try (var in = RandomModel.class.getResourceAsStream("stable-diffusion-1.4/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        List<Path> files;
        try (Stream<Path> entries = Files.list(from)) {
            files = entries.toList();
        }
        for (Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
