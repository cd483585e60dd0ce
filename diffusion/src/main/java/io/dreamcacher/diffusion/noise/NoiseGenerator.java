package io.dreamcacher.diffusion.noise;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Whose random numbers a seed stands for. The choice is part of what a request is: another one is another image. */
public enum NoiseGenerator {
    /** PyTorch's on a CPU: diffusers' and ComfyUI's usual one. */
    TORCH_CPU("torch-cpu") {
        @Override
        public NoiseSource seeded(long seed) {
            return new TorchCpuGenerator(seed);
        }
    },
    /** PyTorch's on an NVIDIA GPU: AUTOMATIC1111's usual one. */
    TORCH_CUDA("torch-cuda") {
        @Override
        public NoiseSource seeded(long seed) {
            return new TorchCudaGenerator(seed);
        }
    };

    private final String id;

    NoiseGenerator(String id) {
        this.id = id;
    }

    /** The generator of this {@linkplain #id id}.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if there is none
     */
    public static NoiseGenerator of(String id) {
        return Arrays.stream(values())
                .filter(generator -> generator.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () -> DreamCacherException.badRequest("The noise must be one of %s; found \"%s\".".formatted(
                                Arrays.stream(values()).map(NoiseGenerator::id).collect(Collectors.joining(", ")),
                                id)));
    }

    /** A generator at the beginning of a seed's numbers; the caller is its one owner. */
    public abstract NoiseSource seeded(long seed);

    /** Its name in requests and identities, such as {@code torch-cpu}. */
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return id;
    }
}
