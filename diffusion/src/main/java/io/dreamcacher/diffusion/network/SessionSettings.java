package io.dreamcacher.diffusion.network;

import java.nio.file.Path;
import java.util.Optional;

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
}
