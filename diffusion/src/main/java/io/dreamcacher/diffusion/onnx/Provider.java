package io.dreamcacher.diffusion.onnx;

import java.util.Arrays;
import java.util.Optional;

/**
 * Where ONNX Runtime computes. The runtime of Maven Central brings {@link #CPU} alone (and {@link #CORE_ML} on macOS); the
 * others need another build of it on the class path.
 */
public enum Provider {
    /** The processor. */
    CPU("cpu"),
    /** A graphics card of NVIDIA, by {@code com.microsoft.onnxruntime:onnxruntime_gpu}, CUDA and cuDNN. */
    CUDA("cuda"),
    /** Apple's accelerators. */
    CORE_ML("coreml"),
    /** Any graphics card on Windows, by a runtime that was built with it. */
    DIRECT_ML("directml");

    private final String shortName;

    Provider(String shortName) {
        this.shortName = shortName;
    }

    /** The provider of this name, as in {@code cuda}; empty if it is none. */
    public static Optional<Provider> named(String name) {
        return Arrays.stream(values()).filter(provider -> provider.shortName.equals(name)).findFirst();
    }

    /** Its name for people: lower case. */
    public String shortName() {
        return shortName;
    }
}
