package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.memory.MemoryStats;

/**
 * What a memory holds and did.
 *
 * @param held what it holds
 * @param demand what it was asked for
 * @param millisecondsSaved not spent on generating
 * @param millisecondsGenerating spent on it
 * @param judged what was said of answers
 */
public record Stats(@JsonUnwrapped Held held, @JsonUnwrapped Demand demand, long millisecondsSaved,
        long millisecondsGenerating, @JsonUnwrapped Judged judged) {
    /** A memory's figures. */
    public static Stats of(MemoryStats stats) {
        Statistics.Totals totals = stats.totals();
        return new Stats(
                new Held(totals.generations(), totals.prompts(), totals.imageBytes(), stats.indexed()),
                Demand.of(stats),
                totals.saved().toMillis(), totals.generating().toMillis(), Judged.of(stats.judged()));
    }

    /**
     * What a memory holds.
     *
     * @param generations images remembered
     * @param prompts distinct prompts remembered
     * @param imageBytes of all images
     * @param indexed images the index holds
     */
    public record Held(long generations, long prompts, long imageBytes, long indexed) {}

    /**
     * What was said of answers.
     *
     * @param judgedGood were what was wanted
     * @param judgedBad were not
     * @param similarJudgedGood of the good ones, by images of another prompt
     * @param similarJudgedBad of the bad ones, by images of another prompt
     * @param refinedJudgedGood of the good ones, by images finished from one of another prompt
     * @param refinedJudgedBad of the bad ones, by images finished from one of another prompt
     */
    public record Judged(long judgedGood, long judgedBad, long similarJudgedGood, long similarJudgedBad,
            long refinedJudgedGood, long refinedJudgedBad) {
        static Judged of(Statistics.Judged judged) {
            return new Judged(judged.own().good() + judged.similar().good() + judged.refined().good(),
                    judged.own().bad() + judged.similar().bad() + judged.refined().bad(), judged.similar().good(),
                    judged.similar().bad(), judged.refined().good(), judged.refined().bad());
        }
    }

    /**
     * What a memory was asked for.
     *
     * @param requests images asked for so far
     * @param exact of them, answered by the same request's image
     * @param similar of them, answered by a near image
     * @param refined of them, finished from a remembered image
     * @param generated of them, made from noise
     * @param hitShare share that came from memory, 0 to 1
     */
    public record Demand(long requests, long exact, long similar, long refined, long generated, double hitShare) {
        static Demand of(MemoryStats stats) {
            Statistics.Answered answered = stats.totals().answered();
            return new Demand(stats.answers(), answered.exact(), answered.similar(), answered.refined(),
                    answered.generated(), stats.memoryShare());
        }
    }
}
