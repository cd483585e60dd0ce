package io.dreamcacher.embedded;

import io.dreamcacher.memory.MemoryParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a memory is opened.
 *
 * @param dataFolder where everything remembered lies; made when it is not there
 * @param cacheFolder for what can be made again: the unpacked Postcards model, hashes of model files
 * @param models names of the models that are offered, one or more, the default first: {@code postcards}, a Stable
 *        Diffusion folder, a checkpoint, or a repository of the hub
 * @param clip the search CLIP of a memory made now: empty for the model's own, {@code postcards}, or a CLIP folder; a
 *        memory that exists already refuses another one than its own
 * @param policy how the memory goes about answering
 * @param engine how this machine runs models
 * @param patience how long to wait for a short-lived owner of the data folder
 */
public record MemoryOptions(Path dataFolder, Path cacheFolder, List<String> models, String clip,
        MemoryParts.Policy policy,
        EngineOptions engine, Duration patience) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Refuses a memory that could draw with nothing. */
    public MemoryOptions {
        models = List.copyOf(models);
        if (models.isEmpty()) {
            throw new IllegalArgumentException("there must be one model or more");
        }
    }

    /** Postcards, its own CLIP, the platform's usual cache folder, 32 waiting, 10 seconds of patience. */
    public static MemoryOptions at(Path dataFolder) {
        return new MemoryOptions(dataFolder, CacheFolder.usual(System.getenv(), System.getProperties()),
                List.of(Postcards.NAME), "", MemoryParts.Policy.USUAL, EngineOptions.USUAL, PATIENCE);
    }

    /** These options with another cache folder. */
    public MemoryOptions withCacheFolder(Path value) {
        return new MemoryOptions(dataFolder, value, models, clip, policy, engine, patience);
    }

    /** These options with another default model. */
    public MemoryOptions withModel(String value) {
        return withModels(List.of(value));
    }

    /** These options with other models, the default first. */
    public MemoryOptions withModels(List<String> value) {
        return new MemoryOptions(dataFolder, cacheFolder, value, clip, policy, engine, patience);
    }

    /** The default model. */
    public String model() {
        return models.getFirst();
    }

    /** These options with another search CLIP. */
    public MemoryOptions withClip(String value) {
        return new MemoryOptions(dataFolder, cacheFolder, models, value, policy, engine, patience);
    }

    /** These options with another length of the line. */
    public MemoryOptions withWaiting(int value) {
        return withPolicy(policy.withWaiting(value));
    }

    /** How many generations may wait in line. */
    public int waiting() {
        return policy.waiting();
    }

    /** These options with another policy. */
    public MemoryOptions withPolicy(MemoryParts.Policy value) {
        return new MemoryOptions(dataFolder, cacheFolder, models, clip, value, engine, patience);
    }

    /** These options with another patience. */
    public MemoryOptions withPatience(Duration value) {
        return new MemoryOptions(dataFolder, cacheFolder, models, clip, policy, engine, value);
    }

    /** These options with another way to run models. */
    public MemoryOptions withEngine(EngineOptions value) {
        return new MemoryOptions(dataFolder, cacheFolder, models, clip, policy, value, patience);
    }
}
