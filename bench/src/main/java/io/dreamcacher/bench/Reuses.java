package io.dreamcacher.bench;

import io.dreamcacher.bench.PromptPair.Verdict;
import io.dreamcacher.gate.Calibration;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Counts what a way of deciding reuses. */
final class Reuses {
    private Reuses() {}

    static Calibration.Rates count(List<MeasuredPair> evidence, Predicate<MeasuredPair> isReused) {
        long right = 0;
        long rightReused = 0;
        long wrong = 0;
        long wrongReused = 0;
        for (MeasuredPair e : evidence) {
            int reused = isReused.test(e) ? 1 : 0;
            if (e.is(Verdict.RIGHT)) {
                right++;
                rightReused += reused;
            } else if (e.is(Verdict.WRONG)) {
                wrong++;
                wrongReused += reused;
            }
        }
        return new Calibration.Rates(right, rightReused, wrong, wrongReused);
    }

    /** Wrong reuses among wrong pairs. */
    static String wrongRate(Calibration.Rates rates) {
        return share(rates.wrongReused(), rates.wrong());
    }

    /** Right pairs that were not reused, among right pairs. */
    static String missedRate(Calibration.Rates rates) {
        return share(rates.right() - rates.rightReused(), rates.right());
    }

    /** Wrong reuses among all reuses: what the error budget bounds. */
    static String wrongShare(Calibration.Rates rates) {
        return share(rates.wrongReused(), rates.wrongReused() + rates.rightReused());
    }

    static String share(long count, long all) {
        return all == 0 ? "-" : String.format(Locale.ROOT, "%.2f %%", 100.0 * count / all);
    }
}
