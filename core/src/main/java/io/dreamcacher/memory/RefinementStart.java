package io.dreamcacher.memory;

import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.Recipe.Refinement;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.request.Reuse;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A stored image to finish another one from.
 *
 * @param generator that can
 * @param source whose image it is; made from noise, with the settings of the request
 * @param image the stored file
 * @param similarity of the two prompts, cosine
 * @param step the first one to run, from 0
 * @param of steps there are
 */
record RefinementStart(RefiningGenerator generator, Generation source, ImageFile image, double similarity, int step,
        int of) {
    /**
     * Where a request may begin.
     *
     * @return empty where its generator cannot begin from an image, the request does not allow it, the step leaves nothing
     *         out or nothing to do, or the image is gone or was itself finished from another one: what is lost each time
     *         adds up
     */
    static Optional<RefinementStart> of(ResolvedRequest asked, Generation source, Gate.Decision.Refine decision,
            StoredImages stored) {
        int step = (int) (decision.share() * asked.settings.steps().orElse(0));
        return of(asked, source, decision.similarity(), step, stored);
    }

    /** The same at a step, from 0. */
    static Optional<RefinementStart> of(ResolvedRequest asked, Generation source, double similarity, int step,
            StoredImages stored) {
        int steps = asked.settings.steps().orElse(0);
        boolean allowed = asked.request.memory().reuse().allows(Reuse.REFINE) && asked.request.start().isEmpty()
                && step > 0 && step < steps && source.recipe().refinement().isEmpty();
        return allowed && asked.generator instanceof RefiningGenerator generator
                ? stored.read(source)
                        .map(image -> new RefinementStart(generator, source, image, similarity, step, steps))
                : Optional.empty();
    }

    /** Tells apart what is made from one image, at one step, from all else. */
    String key() {
        return "%s %d".formatted(source.id(), step);
    }

    JobOutcome run(GenerationJob job, GenerationProgress progress) {
        return generator.refine(job, image, (double) (of - step) / of, progress);
    }

    Refinement provenance(OptionalLong seed) {
        return new Refinement(source.id(), step, seed);
    }

    Outcome outcome() {
        return new Outcome.Refined(similarity, source.id(), source.recipe().prompt(), step, of);
    }

    /** What making an image took less than the source, which was made from noise with the same settings. */
    Duration saved(Duration took) {
        Duration saved = source.took().minus(took);
        return saved.isNegative() ? Duration.ZERO : saved;
    }
}
