package io.dreamcacher.generator;

import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import java.util.Optional;

/**
 * Turns a prompt into an image. Implementations are thread-safe (calls may be served one after the other) and load
 * their networks on first use: {@link #description}, {@link #canonical} and {@link #checked} start none.
 */
public interface ImageGenerator extends AutoCloseable {
    /** What this generator is. */
    GeneratorDescription description();

    /** What of a prompt reaches the model when it is read in this way. */
    CanonicalPrompt canonical(String prompt, Conditioning conditioning);

    /**
     * The same of a negative prompt. One that is absent is the empty text to most models; a model to which it is not must
     * tell them apart here.
     */
    default CanonicalPrompt canonicalNegative(Optional<String> negativePrompt, Conditioning conditioning) {
        return canonical(negativePrompt.orElse(""), conditioning);
    }

    /**
     * Refuses settings this generator cannot draw with.
     *
     * @return the settings it draws with: names that have several spellings in the one that counts for identity
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST and what must hold
     */
    GenerationSettings checked(GenerationSettings settings);

    /**
     * Makes one image. The same job gives the same image on the same machine.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with CANCELLED when the progress said so, BAD_MODEL when the
     *         weights cannot be used
     */
    Drawing generate(GenerationJob job, GenerationProgress progress);

    /** Frees the networks; a running generation ends first. */
    @Override
    void close();
}
