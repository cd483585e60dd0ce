package io.dreamcacher.diffusion.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A {@code .safetensors} file with an autoencoder and nothing else, by the names of its training code, with or without
 * {@code first_stage_model.} before them, or by diffusers' names. Opening one reads the header only. Immutable and
 * thread-safe.
 */
final class StandaloneVae {
    private static final String ORIGINAL = "encoder.down.0.";
    private static final String DIFFUSERS = "encoder.down_blocks.0.";

    private final Path path;
    private final Checkpoint tensors;

    private StandaloneVae(Path path, Checkpoint tensors) {
        this.path = path;
        this.tensors = tensors;
    }

    /**
     * Whether a file is one, by the names in it.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if it is no safetensors file
     */
    public static boolean isOne(Path file) {
        return isOne(Checkpoint.open(file));
    }

    static boolean isOne(Checkpoint checkpoint) {
        return !Prefixes.any(checkpoint, Prefixes.UNET) && (Prefixes.any(checkpoint, Prefixes.VAE + ORIGINAL)
                || Prefixes.any(checkpoint, ORIGINAL) || Prefixes.any(checkpoint, DIFFUSERS));
    }

    /**
     * Opens a file that is one.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code NOT_FOUND} if there is no file, {@code BAD_MODEL} if it
     *         is no safetensors file or two of its names stand for the same tensor
     */
    public static StandaloneVae open(Path file) {
        Checkpoint checkpoint = Checkpoint.open(file);
        boolean prefixed = Prefixes.any(checkpoint, Prefixes.VAE);
        Map<String, WeightTensor> named = Prefixes.below(checkpoint, prefixed ? Prefixes.VAE : "");
        return new StandaloneVae(file, Checkpoint.of(checkpoint.source(), translated(file, named)));
    }

    /** By the names of diffusers' AutoencoderKL, which stay if they are so already. */
    static Map<String, WeightTensor> translated(Path file, Map<String, WeightTensor> original) {
        VaeLayout layout = new VaeLayout(Set.copyOf(original.keySet()));
        Map<String, WeightTensor> tensors = new TreeMap<>();
        original.forEach((name, tensor) -> {
            if (!Recognition.isOfVaeTraining(name)) {
                Prefixes.put(tensors, file, layout.translate(name), VaeLayout.flat(tensor));
            }
        });
        return tensors;
    }

    /** The file. */
    public Path path() {
        return path;
    }

    /** The tensors by the names of diffusers' AutoencoderKL. */
    public Checkpoint checkpoint() {
        return tensors;
    }

    /**
     * What its config.json would say, as JSON text. Shapes do not tell the scaling factor, which is taken to be the
     * family's, nor the groups of norms, which are taken to be the published 32.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} if shapes do not tell the rest
     */
    public String config(OriginalFamily family) {
        return new VaeShapes(new Shapes(tensors)).config(family).toString();
    }
}
