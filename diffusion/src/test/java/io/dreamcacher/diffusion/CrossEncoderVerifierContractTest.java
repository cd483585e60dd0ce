package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.reuse.Verifier;
import io.dreamcacher.testkit.reuse.VerifierContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The bundled verifier. */
final class CrossEncoderVerifierContractTest extends VerifierContract {
    @TempDir
    private Path cache;

    @Override
    protected Verifier open() {
        return CrossEncoderVerifier.open("bundled", Path.of("../models/verifier"), new ModelFingerprint(cache),
                new SessionSettings(1));
    }
}
