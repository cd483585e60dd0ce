package io.dreamcacher.gate;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Returns a remembered image when the {@link Guard} finds no difference between the prompts and both similarities
 * reach their calibrated thresholds. Fails closed: a prompt longer than the model's window, or a missing image
 * similarity, is a miss.
 */
final class CalibratedGate implements Gate {
    private final Guard guard;
    private final Calibration.Thresholds thresholds;

    /** A gate for the model the thresholds were fitted on. */
    CalibratedGate(Guard guard, Calibration.Thresholds thresholds) {
        this.guard = guard;
        this.thresholds = thresholds;
    }

    @Override
    public Gate.Decision decide(String prompt, Gate.Candidate candidate) {
        if (candidate.cut()) {
            return miss(candidate, "One of the prompts is longer than the model reads, so only an exact repeat of it "
                    + "is answered from memory.");
        }
        Optional<Difference> difference = guard.difference(prompt, candidate.prompt());
        if (candidate.promptSimilarity() < thresholds.promptSimilarity()) {
            String tooFar = sentence("Not close enough: similarity %.2f, %.2f needed.", candidate.promptSimilarity(),
                    thresholds.promptSimilarity());
            return miss(candidate, difference.map(found -> tooFar + " " + found.reason()).orElse(tooFar));
        }
        if (difference.isPresent()) {
            return miss(candidate, difference.get().reason());
        }
        OptionalDouble image = candidate.imageSimilarity();
        if (image.isEmpty()) {
            return miss(candidate, "The search model sees no pictures, so nobody can tell whether the remembered one "
                    + "shows what is asked for.");
        }
        if (image.getAsDouble() < thresholds.imageSimilarity()) {
            return miss(candidate, sentence(
                    "The remembered picture does not show it well enough: similarity %.2f, %.2f needed.",
                    image.getAsDouble(), thresholds.imageSimilarity()));
        }
        return new Gate.Decision.Return(candidate.promptSimilarity(), thresholds.promptSimilarity(),
                sentence("Same thing in other words: similarity %.2f, %.2f needed.", candidate.promptSimilarity(),
                        thresholds.promptSimilarity()));
    }

    private Gate.Decision miss(Gate.Candidate candidate, String reason) {
        return new Gate.Decision.Miss(candidate.promptSimilarity(), thresholds.promptSimilarity(), reason);
    }

    /** Two digits, or four where two would show a similarity that misses as the one needed. */
    private static String sentence(String format, double found, double needed) {
        String rounded = String.format(Locale.ROOT, "%.2f", found);
        boolean tooRound = found < needed && rounded.equals(String.format(Locale.ROOT, "%.2f", needed));
        return String.format(Locale.ROOT, tooRound ? format.replace("%.2f", "%.4f") : format, found, needed);
    }
}
