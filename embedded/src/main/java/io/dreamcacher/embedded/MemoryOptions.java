package io.dreamcacher.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a memory is opened.
 *
 * @param dataFolder where everything remembered lies; made when it is not there
 * @param cacheFolder for what can be made again: the unpacked Postcards model, hashes of model files
 * @param model default model: {@code postcards} or a Stable Diffusion folder in Hugging Face layout
 * @param clip the search CLIP of a memory made now: empty for the model's own, {@code postcards}, or a CLIP folder; a
 *        memory that exists already refuses another one than its own
 * @param waiting how many generations may wait in line, 1 or more
 * @param engine how this machine runs models
 * @param patience how long to wait for a short-lived owner of the data folder
 */
public record MemoryOptions(Path dataFolder, Path cacheFolder, String model, String clip, int waiting,
        EngineOptions engine, Duration patience) {

    private static final int WAITING = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Postcards, its own CLIP, the platform's usual cache folder, 32 waiting, 10 seconds of patience. */
    public static MemoryOptions at(Path dataFolder) {
        return new MemoryOptions(dataFolder, CacheFolder.usual(System.getenv(), System.getProperties()),
                Postcards.NAME, "", WAITING, EngineOptions.USUAL, PATIENCE);
    }

    /** These options with another cache folder. */
    public MemoryOptions withCacheFolder(Path value) {
        return new MemoryOptions(dataFolder, value, model, clip, waiting, engine, patience);
    }

    /** These options with another default model. */
    public MemoryOptions withModel(String value) {
        return new MemoryOptions(dataFolder, cacheFolder, value, clip, waiting, engine, patience);
    }

    /** These options with another search CLIP. */
    public MemoryOptions withClip(String value) {
        return new MemoryOptions(dataFolder, cacheFolder, model, value, waiting, engine, patience);
    }

    /** These options with another length of the line. */
    public MemoryOptions withWaiting(int value) {
        return new MemoryOptions(dataFolder, cacheFolder, model, clip, value, engine, patience);
    }

    /** These options with another patience. */
    public MemoryOptions withPatience(Duration value) {
        return new MemoryOptions(dataFolder, cacheFolder, model, clip, waiting, engine, value);
    }

    /** These options with another way to run models. */
    public MemoryOptions withEngine(EngineOptions value) {
        return new MemoryOptions(dataFolder, cacheFolder, model, clip, waiting, value, patience);
    }
}
