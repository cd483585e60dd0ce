package io.dreamcacher.server.requests;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.SeedVariation;
import java.util.Optional;

/**
 * How a prompt is read; what is absent is off.
 *
 * @param guidanceRescale share of contrast given back after guidance, 0 to 1
 * @param clipSkip how many of the text encoder's last layers are left out
 * @param promptSyntax whether signs in the prompts mean something
 * @param longPrompts what becomes of prompts beyond the window
 * @param variationSeed the other of two seeds to start between
 * @param variationStrength how far towards it
 * @param eta how much fresh noise each step of DDIM or TCD mixes in, 0 to 1
 */
public record ConditioningJson(Optional<Double> guidanceRescale, Optional<Integer> clipSkip,
        Optional<PromptSyntax> promptSyntax, Optional<LongPrompts> longPrompts, Optional<Long> variationSeed,
        Optional<Double> variationStrength, Optional<Double> eta) {

    private static final double USUAL_VARIATION = 0.2;

    Conditioning conditioning() {
        if (variationSeed.isEmpty() && variationStrength.isPresent()) {
            throw DreamCacherException
                    .badRequest("variationStrength says nothing without variationSeed; give both or none.");
        }
        return new Conditioning(guidanceRescale.orElse(0.0), clipSkip.orElse(0),
                promptSyntax.orElse(PromptSyntax.PLAIN), longPrompts.orElse(LongPrompts.CUT),
                variationSeed.map(seed -> new SeedVariation(seed, variationStrength.orElse(USUAL_VARIATION))),
                Optional.empty(), eta.orElse(0.0));
    }
}
