package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.memory.MemoryReport;
import io.dreamcacher.reuse.LiveEstimate;
import java.time.Duration;
import java.util.OptionalDouble;

/**
 * What a memory was good for.
 *
 * @param demand what it was asked for
 * @param savings what it saved
 * @param judged what people said of answers
 * @param wrongReuses share of the answers by near images that were wrong, by checks in the background
 * @param missedReuses share of the nearest images that were turned down and would have been right, by the same
 * @param diversity how images share in the answers from memory
 */
public record Report(@JsonUnwrapped Stats.Demand demand, @JsonUnwrapped Savings savings,
        @JsonUnwrapped Stats.Judged judged, Estimate wrongReuses, Estimate missedReuses,
        @JsonUnwrapped Diversity diversity) {

    private static final double MILLISECONDS_AN_HOUR = 3_600_000;

    /**
     * A memory's report.
     *
     * @param price of an hour of generating; empty where none is known
     */
    public static Report of(MemoryReport report, OptionalDouble price) {
        Statistics.Totals totals = report.stats().totals();
        return new Report(Stats.Demand.of(report.stats()),
                Savings.of(totals.saved(), totals.generating(), report.cost(), price),
                Stats.Judged.of(report.stats().judged()), Estimate.of(report.wrong()), Estimate.of(report.missed()),
                Diversity.of(report.diversity()));
    }

    /**
     * What was saved.
     *
     * @param millisecondsSaved not spent on generating
     * @param millisecondsGenerating spent on it
     * @param checkImages made only to check others
     * @param millisecondsChecking spent on them
     * @param moneySaved price of the milliseconds saved less those spent on checking; absent where no price was given
     */
    public record Savings(long millisecondsSaved, long millisecondsGenerating, long checkImages,
            long millisecondsChecking, OptionalDouble moneySaved) {
        static Savings of(Duration saved, Duration generating, Statistics.CheckCost cost, OptionalDouble price) {
            long net = saved.minus(cost.time()).toMillis();
            return new Savings(saved.toMillis(), generating.toMillis(), cost.images(), cost.time().toMillis(),
                    price.isPresent()
                            ? OptionalDouble.of(price.getAsDouble() * net / MILLISECONDS_AN_HOUR)
                            : OptionalDouble.empty());
        }
    }

    /**
     * A share that was estimated.
     *
     * @param share what is most likely; absent where too little is known
     * @param low lower end of the 95 % interval
     * @param high upper end of it
     * @param checked answers that were checked
     * @param controls answers of which it was known whether they were right, by which the checks are measured
     */
    public record Estimate(OptionalDouble share, double low, double high, int checked, int controls) {
        static Estimate of(LiveEstimate estimate) {
            return new Estimate(estimate.isKnown() ? OptionalDouble.of(estimate.share()) : OptionalDouble.empty(),
                    estimate.low(), estimate.high(), estimate.checked(), estimate.controls());
        }
    }

    /**
     * How images share in the answers from memory.
     *
     * @param answersFromMemory since this is counted
     * @param promptsAnswered by them
     * @param imagesAnswering that were their answers
     * @param imagesPerPrompt that answered it, on average; 0 before the first answer
     * @param mostServedShare share of the answers that the image answering most has, 0 to 1
     */
    public record Diversity(long answersFromMemory, long promptsAnswered, long imagesAnswering, double imagesPerPrompt,
            double mostServedShare) {
        static Diversity of(Statistics.Diversity found) {
            return new Diversity(found.answers(), found.prompts(), found.images(),
                    found.prompts() == 0 ? 0 : (double) found.pairs() / found.prompts(),
                    found.answers() == 0 ? 0 : (double) found.most() / found.answers());
        }
    }
}
