package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import io.dreamcacher.gate.Calibration;
import java.util.OptionalDouble;

/**
 * What a gate would see of a pair.
 *
 * @param pair which prompts
 * @param promptSimilarity cosine of the prompts
 * @param pictureSimilarity cosine of the new prompt and the stored prompt's generated picture; empty where none was made
 * @param vetoed whether the guard found a difference
 */
record Evidence(PromptPair pair, double promptSimilarity, OptionalDouble pictureSimilarity, boolean vetoed) {
    boolean is(Verdict verdict) {
        return pair.verdict() == verdict;
    }

    /** Whether thresholds alone let the pair through; a picture that was not made counts as passing. */
    boolean passes(Calibration.Thresholds thresholds) {
        return promptSimilarity >= thresholds.promptSimilarity()
                && pictureSimilarity.orElse(1) >= thresholds.pictureSimilarity();
    }

    /** Whether the gate returns the stored picture. */
    boolean isReused(Calibration.Thresholds thresholds) {
        return !vetoed && passes(thresholds);
    }
}
