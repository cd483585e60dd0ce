package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator.GeneratorOptions;
import io.dreamcacher.diffusion.pipeline.SafetyChecker;
import io.dreamcacher.diffusion.pipeline.StableDiffusionPipeline.PipelineOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How this machine runs models, whichever they are, and which one judges prompts.
 *
 * @param lowMemory whether one network at a time is in memory, loaded for its part of each image
 * @param provider what computes: {@code cpu}, or {@code cuda}, {@code coreml}, {@code directml} with a runtime for it
 * @param safety what becomes of images a model's safety checker objects to: {@code off}, {@code flag}, {@code blur} or
 *        {@code refuse}; {@code auto} flags them where the model has a checker that can be used
 * @param verifier what judges whether a picture of one prompt answers another: {@code bundled}, a folder with a
 *        cross-encoder, or a repository of the hub
 */
public record EngineOptions(boolean lowMemory, String provider, String safety, String verifier) {

    private static final System.Logger LOG = System.getLogger(EngineOptions.class.getName());

    /** Networks stay in memory, the processor computes, images are flagged where a model has a checker, the bundled verifier judges. */
    public static final EngineOptions USUAL = new EngineOptions(false, "cpu", "auto", BundledVerifier.NAME);

    /** Refuses names that are not known. */
    public EngineOptions {
        Optional<SessionSettings.Provider> known = SessionSettings.Provider.named(provider);
        if (known.isEmpty()) {
            throw oneOf("provider",
                    Stream.of(SessionSettings.Provider.values()).map(SessionSettings.Provider::shortName), provider);
        }
        if (!safety.equals("auto")) {
            mode(safety);
        }
    }

    /** With one network in memory at a time, or with all of them. */
    public EngineOptions withLowMemory(boolean value) {
        return new EngineOptions(value, provider, safety, verifier);
    }

    /** Computed by something else. */
    public EngineOptions withProvider(String value) {
        return new EngineOptions(lowMemory, value, safety, verifier);
    }

    /** With another treatment of images that a checker objects to. */
    public EngineOptions withSafety(String value) {
        return new EngineOptions(lowMemory, provider, value, verifier);
    }

    /** With another verifier. */
    public EngineOptions withVerifier(String value) {
        return new EngineOptions(lowMemory, provider, safety, value);
    }

    SessionSettings sessions(Path cacheFolder) {
        return SessionSettings.allProcessors()
                .withCacheFolder(cacheFolder)
                .withProvider(SessionSettings.Provider.named(provider).orElseThrow());
    }

    /** What a model's name says, for one that lies in a folder or file, on this machine. */
    GeneratorOptions of(Rendering rendering, Path model, SessionSettings sessions) {
        SessionSettings precise = rendering.precision()
                .map(Precision::require)
                .map(sessions::withPrecision)
                .orElse(sessions);
        PipelineOptions pipeline = PipelineOptions.of(precise).withLowMemory(lowMemory).withSafety(mode(model));
        return new GeneratorOptions(pipeline,
                rendering.noise().map(NoiseGenerator::of).orElse(NoiseGenerator.TORCH_CPU));
    }

    private Safety mode(Path model) {
        return safety.equals("auto") ? automatic(model) : mode(safety);
    }

    private static Safety automatic(Path model) {
        if (!SafetyChecker.isIn(model)) {
            return Safety.OFF;
        }
        try {
            SafetyChecker.check(model);
            return Safety.FLAG;
        } catch (DreamCacherException e) {
            LOG.log(Level.WARNING,
                    "Images of {0} are not checked, because its safety checker cannot be used: {1}",
                    model, e.getMessage());
            return Safety.OFF;
        }
    }

    private static Safety mode(String name) {
        return Safety.named(name)
                .orElseThrow(() -> oneOf("safety mode",
                        Stream.concat(Stream.of("auto"), Stream.of(Safety.values()).map(Safety::shortName)), name));
    }

    private static DreamCacherException oneOf(String what, Stream<String> known, String found) {
        return DreamCacherException.badRequest(
                "The %s must be one of %s; found \"%s\".".formatted(what, String.join(", ", known.toList()), found));
    }
}
