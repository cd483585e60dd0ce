package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.testkit.embedding.SearchEncoderContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The bundled CLIP, as memories use it. */
final class ClipSearchEncoderContractTest extends SearchEncoderContract {
    @TempDir
    private Path cache;

    @Override
    protected SearchEncoder open() {
        return ClipSearchEncoder.open("postcards", GoldenFiles.postcards().resolve("clip"), Pooling.END,
                new ModelFingerprint(cache), new SessionSettings(2));
    }
}
