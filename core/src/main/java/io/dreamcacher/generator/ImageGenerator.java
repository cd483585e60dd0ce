package io.dreamcacher.generator;

import io.dreamcacher.request.GenerationSettings;

/**
 * Turns a prompt into an image. Implementations are thread-safe (calls may be served one after the other) and load
 * their networks on first use: {@link #description}, {@link #canonical} and {@link #effective} start none.
 */
public interface ImageGenerator extends AutoCloseable {
    /** What this generator is. */
    GeneratorDescription description();

    /**
     * What of a request changes the image: the identity of the request is made of it.
     *
     * @param settings as {@link #effective} gave them
     */
    CanonicalRequest canonical(String prompt, GenerationSettings settings);

    /**
     * What it would draw with when this is asked for: names that have several spellings in the one that counts, what was
     * left open decided.
     *
     * @param asked by the caller, over this generator's defaults
     * @return what it draws with; what does not apply is absent
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST and what must hold, for what it cannot draw
     *         with
     */
    GenerationSettings effective(GenerationSettings asked);

    /**
     * Makes one image. A generator that takes a seed makes the same image of the same job on the same machine. As many calls
     * are made at the same time as {@link GeneratorCapabilities.Running} says.
     *
     * @param progress told of steps, where the generator knows any
     * @return the image, or the refusal of a generator whose rules forbid it
     * @throws io.dreamcacher.failure.DreamCacherException with CANCELLED when the progress said so, BAD_MODEL when the
     *         weights cannot be used
     */
    JobOutcome generate(GenerationJob job, GenerationProgress progress);

    /** Frees the networks; a running generation ends first. */
    @Override
    void close();
}
