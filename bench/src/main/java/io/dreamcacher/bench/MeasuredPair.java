package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import io.dreamcacher.gate.Calibration;
import java.util.OptionalDouble;

/**
 * What a gate would see of a pair.
 *
 * @param pair which prompts
 * @param promptSimilarity cosine of the prompts
 * @param imageSimilarity cosine of the new prompt and the stored prompt's generated image; empty where none was made
 * @param vetoed whether the guard found a difference
 */
record MeasuredPair(PromptPair pair, double promptSimilarity, OptionalDouble imageSimilarity, boolean vetoed) {
    boolean is(Verdict verdict) {
        return pair.verdict() == verdict;
    }

    /** Whether thresholds alone let the pair through; an image that was not made counts as passing. */
    boolean passes(Calibration.Thresholds thresholds) {
        return promptSimilarity >= thresholds.promptSimilarity()
                && imageSimilarity.orElse(1) >= thresholds.imageSimilarity();
    }

    /** Whether the gate returns the stored image. */
    boolean isReused(Calibration.Thresholds thresholds) {
        return !vetoed && passes(thresholds);
    }
}
