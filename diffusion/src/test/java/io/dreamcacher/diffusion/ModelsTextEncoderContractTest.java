package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.testkit.embedding.SearchEncoderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The text encoder that comes with a model; it has no vision tower. */
final class ModelsTextEncoderContractTest extends SearchEncoderContract {
    @TempDir
    private Path cache;

    @Override
    protected SearchEncoder open() {
        return ClipSearchEncoder.open("postcards", GoldenFiles.postcards().resolve("sd"), Pooling.END,
                new ModelFingerprint(cache), new SessionSettings(2));
    }
}
