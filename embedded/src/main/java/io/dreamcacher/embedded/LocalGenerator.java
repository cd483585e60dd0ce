package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.generator.CanonicalRequest;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.request.GenerationSettings;

/**
 * A model of this process, whose networks are in memory only until another one draws, with the way of computing that its
 * name asked for where a request does not say. Thread-safe.
 */
final class LocalGenerator implements RefiningGenerator {
    private final DiffusionGenerator generator;
    private final LoadedModels loaded;
    private final Rendering usual;

    /** @param usual said in the model's name, as far as it says anything */
    LocalGenerator(DiffusionGenerator generator, LoadedModels loaded, Rendering usual) {
        this.generator = generator;
        this.loaded = loaded;
        this.usual = usual;
        effective(generator.description().defaults().withRendering(usual)); // refuses what it cannot do
    }

    @Override
    public GeneratorDescription description() {
        GeneratorDescription own = generator.description();
        return new GeneratorDescription(own.model(), over(own.defaults(), usual), own.capabilities());
    }

    private static GenerationSettings over(GenerationSettings settings, Rendering rendering) {
        return settings.withRendering(rendering.over(settings.rendering()));
    }

    @Override
    public CanonicalRequest canonical(String prompt, GenerationSettings settings) {
        return generator.canonical(prompt, settings);
    }

    @Override
    public GenerationSettings effective(GenerationSettings asked) {
        return generator.effective(asked.withRendering(asked.rendering().over(usual)));
    }

    @Override
    public JobOutcome generate(GenerationJob job, GenerationProgress progress) {
        return loaded.with(generator, () -> generator.generate(job, progress));
    }

    @Override
    public JobOutcome refine(GenerationJob job, ImageFile stored, double strength, GenerationProgress progress) {
        return loaded.with(generator, () -> generator.refine(job, stored, strength, progress));
    }

    @Override
    public void close() {
        generator.close();
    }
}
