package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.generator.CanonicalPrompt;
import io.dreamcacher.generator.Drawing;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import java.util.Optional;

/** A generator whose networks are in memory only until another one of the same residence draws. Thread-safe. */
final class ResidentGenerator implements ImageGenerator {
    private final DiffusionGenerator generator;
    private final Residence residence;

    ResidentGenerator(DiffusionGenerator generator, Residence residence) {
        this.generator = generator;
        this.residence = residence;
    }

    @Override
    public GeneratorDescription description() {
        return generator.description();
    }

    @Override
    public CanonicalPrompt canonical(String prompt, Conditioning conditioning) {
        return generator.canonical(prompt, conditioning);
    }

    @Override
    public CanonicalPrompt canonicalNegative(Optional<String> negativePrompt, Conditioning conditioning) {
        return generator.canonicalNegative(negativePrompt, conditioning);
    }

    @Override
    public GenerationSettings checked(GenerationSettings settings) {
        return generator.checked(settings);
    }

    @Override
    public Drawing generate(GenerationJob job, GenerationProgress progress) {
        return residence.with(generator, () -> generator.generate(job, progress));
    }

    @Override
    public void close() {
        generator.close();
    }
}
