package io.dreamcacher.gate;

import io.dreamcacher.reuse.Evidence;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that decides whether an image of one prompt answers another.
 *
 * @param findings what they disagree about, a sentence each, and why their texts alone must not decide, where nothing else did; any of them
 *        forbids reuse
 * @param similarity cosine of both in prompt space, in [−1, 1]
 * @param probability that an image of the stored prompt answers the asked one, by the texts alone; empty when too little is known
 * @param needed the least that keeps to the budget; empty where none does
 * @param evidence the numbers it was computed of
 * @param decision what a gate would do
 * @param model what the model's own calibration says; empty where it says nothing of such a pair, or knows too little
 */
public record Explanation(List<String> findings, double similarity, OptionalDouble probability, OptionalDouble needed,
        Evidence evidence, Gate.Decision decision, Optional<ModelJudgement> model) {}
