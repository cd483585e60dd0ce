package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.CrossEncoderVerifier;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.reuse.TextCalibrationJson;
import io.dreamcacher.reuse.Verifier;
import java.nio.file.Path;
import java.util.Map;

/** The verifier that is in this program. */
final class BundledVerifier {
    /** Its name wherever a verifier is named. */
    static final String NAME = "bundled";

    private static final BundledFiles FILES = new BundledFiles("verifier", 24);

    /** A pair is so little work that a second thread takes longer to wake than to help. */
    private static final SessionSettings ONE_THREAD = new SessionSettings(1);

    private BundledVerifier() {}

    /** Every file of it by its path, with its SHA-256. */
    static Map<String, String> listing() {
        return FILES.listing();
    }

    /** What was fitted on its log odds. */
    static TextCalibration calibration() {
        return TextCalibrationJson.read(FILES.text("calibration.json"), "of the bundled verifier");
    }

    /** Opens it, unpacked into the cache folder if it is not yet. */
    static Verifier open(Path cacheFolder) {
        return CrossEncoderVerifier.open(NAME, FILES.unpacked(cacheFolder), new ModelFingerprint(cacheFolder),
                ONE_THREAD);
    }
}
