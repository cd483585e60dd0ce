package io.dreamcacher.embedded;

import io.dreamcacher.language.EnglishComparer;
import io.dreamcacher.reuse.TextEvidence;
import io.dreamcacher.reuse.TextJudge;
import io.dreamcacher.reuse.Verifier;

/** Makes the judge of prompts' texts that is in this program. */
final class TextJudges {
    private TextJudges() {}

    /** A judge that opens its dictionary at the first question; the caller closes the verifier. */
    static TextJudge by(Verifier verifier) {
        return new TextJudge(new TextEvidence(new OnDemandComparer(EnglishComparer::open), verifier),
                BundledVerifier.calibration());
    }
}
