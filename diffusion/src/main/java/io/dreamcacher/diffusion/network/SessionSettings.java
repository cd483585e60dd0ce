package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How ONNX Runtime runs a network.
 *
 * @param threads
 *            threads that share the work of one call, 1 or more
 * @param precision
 *            how exactly it computes
 * @param provider
 *            what it computes on
 * @param cacheFolder
 *            where rounded weights are kept; {@link Precision#FAST} needs one
 */
public record SessionSettings(int threads, Precision precision, Provider provider,
        Optional<Path> cacheFolder) {
    /** Checks the number of threads. */
    public SessionSettings {
        if (threads < 1) {
            throw new IllegalArgumentException("A session needs 1 thread or more; found " + threads);
        }
    }

    /** Exact, on the processor, without a cache folder. */
    public SessionSettings(int threads) {
        this(threads, Precision.EXACT, Provider.CPU, Optional.empty());
    }

    /** As many threads as the machine has processors. */
    public static SessionSettings allProcessors() {
        return new SessionSettings(Runtime.getRuntime().availableProcessors());
    }

    /** The same with another precision. */
    public SessionSettings withPrecision(Precision other) {
        return new SessionSettings(threads, other, provider, cacheFolder);
    }

    /** The same on something else. */
    public SessionSettings withProvider(Provider other) {
        return new SessionSettings(threads, precision, other, cacheFolder);
    }

    /** The same with a cache folder, which is made when it is first needed. */
    public SessionSettings withCacheFolder(Path folder) {
        return new SessionSettings(threads, precision, provider, Optional.of(folder));
    }

    Path requiredCacheFolder() {
        return cacheFolder.orElseThrow(() -> new IllegalArgumentException(
                "The precision fast needs a cache folder: SessionSettings.withCacheFolder(...)"));
    }

    /** How exactly networks compute. What it does to images and to time is measured in {@code docs/precision.md}. */
    public enum Precision {
        /** 32-bit floats throughout, whatever the weights are stored in. */
        EXACT("fp32"),
        /**
         * 8-bit integers in matrix products and 3x3 convolutions, where the time goes; 32-bit floats elsewhere. Weights are
         * rounded once, a scale for each output channel, and kept in the cache folder; activations are rounded as they come,
         * a scale for each tensor.
         */
        FAST("int8");

        private final String arithmetic;

        Precision(String arithmetic) {
            this.arithmetic = arithmetic;
        }

        /** The precision of this name, {@code exact} or {@code fast}; empty if it is neither. */
        public static Optional<Precision> named(String name) {
            return Arrays.stream(values()).filter(precision -> precision.shortName().equals(name)).findFirst();
        }

        /**
         * The precision of this name.
         *
         * @throws DreamCacherException {@code BAD_REQUEST} if there is none
         */
        public static Precision require(String name) {
            return named(name).orElseThrow(() -> DreamCacherException.badRequest(
                    "The precision must be one of %s; found \"%s\".".formatted(Arrays.stream(values())
                            .map(Precision::shortName)
                            .collect(Collectors.joining(", ")), name)));
        }

        /** Its name for people: lower case. */
        public String shortName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The numbers it computes with, as part of what an image is remembered by. */
        public String arithmetic() {
            return arithmetic;
        }
    }

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
}
