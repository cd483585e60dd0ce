package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.testkit.generator.RefiningGeneratorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The bundled model. */
class DiffusionGeneratorContractTest extends RefiningGeneratorContract {
    @TempDir
    private static Path cache;
    private static DiffusionGenerator generator;

    @BeforeAll
    static void open() {
        generator = DiffusionGenerator.open(ModelRef.of("postcards"),
                ModelChoice.of(GoldenFiles.postcards().resolve("sd")), new ModelFingerprint(cache),
                new SessionSettings(2));
    }

    @AfterAll
    static void close() {
        generator.close();
    }

    @Override
    protected DiffusionGenerator generator() {
        return generator;
    }

    @Override
    protected GenerationSettings settings() {
        return generator.description().defaults().withSteps(2).withSize(new ImageSize(64, 64));
    }

    @Override
    protected GenerationSettings refiningSettings() {
        return generator.description().defaults().withSteps(10);
    }
}
