package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.dreamcacher.failure.DreamCacherException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where ONNX Runtime computes. Its builds differ in what they can: that of Maven Central has {@link #CPU}, on macOS
 * {@link #CORE_ML} too; the others need another build on the class path. Operators that a provider does not know run on
 * the processor.
 */
public enum Provider {
    /** The processor. */
    CPU("cpu", OrtProvider.CPU, "Check that the ONNX Runtime on the class path is whole"),
    /** A graphics card of NVIDIA, with CUDA and cuDNN installed; the first one if there are several. */
    CUDA("cuda", OrtProvider.CUDA,
            "Put com.microsoft.onnxruntime:onnxruntime_gpu on the class path instead of onnxruntime"),
    /** Apple's accelerators. */
    CORE_ML("coreml", OrtProvider.CORE_ML, "It comes with ONNX Runtime for macOS only"),
    /** Any graphics card on Windows, the first one if there are several. */
    DIRECT_ML("directml", OrtProvider.DIRECT_ML,
            "Put an ONNX Runtime that was built for Windows with DirectML on the class path");

    private final String shortName;
    private final OrtProvider runtimeName;
    private final String remedy;

    Provider(String shortName, OrtProvider runtimeName, String remedy) {
        this.shortName = shortName;
        this.runtimeName = runtimeName;
        this.remedy = remedy;
    }

    /** The provider of this name, as in {@code cuda}; empty if it is none. */
    public static Optional<Provider> named(String name) {
        return Arrays.stream(values()).filter(provider -> provider.shortName.equals(name)).findFirst();
    }

    /** Its name for people: lower case. */
    public String shortName() {
        return shortName;
    }

    /** Whether the ONNX Runtime on the class path was built with it. */
    public boolean isAvailable() {
        return available().contains(runtimeName);
    }

    private static Set<OrtProvider> available() {
        return ai.onnxruntime.OrtEnvironment.getAvailableProviders();
    }

    /** Makes a session compute on it. */
    void addTo(OrtSession.SessionOptions options) throws OrtException {
        requireIn(available());
        switch (this) {
            case CPU -> {
            } // always there, as the last resort
            case CUDA -> options.addCUDA();
            case CORE_ML -> options.addCoreML();
            case DIRECT_ML -> options.addDirectML(0);
        }
    }

    void requireIn(Set<OrtProvider> built) {
        if (!built.contains(runtimeName)) {
            throw DreamCacherException.badRequest(
                    "The provider %s must be part of the ONNX Runtime on the class path; that one has %s. %s, or choose the provider cpu."
                            .formatted(shortName, names(built), remedy));
        }
    }

    private static String names(Set<OrtProvider> built) {
        return Arrays.stream(values())
                .filter(provider -> built.contains(provider.runtimeName))
                .map(Provider::shortName)
                .collect(Collectors.joining(", "));
    }
}
