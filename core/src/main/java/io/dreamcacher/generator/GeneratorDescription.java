package io.dreamcacher.generator;

import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.request.GenerationSettings;

/**
 * What a generator is and can do.
 *
 * @param model that it makes images with
 * @param defaults settings used where the caller names none; what is absent there it has no use for
 * @param capabilities what may be asked of it, and how
 */
public record GeneratorDescription(ModelIdentity model, GenerationSettings defaults,
        GeneratorCapabilities capabilities) {
    /** Checks that the defaults are among what may be asked for. */
    public GeneratorDescription {
        capabilities.require(defaults);
    }

    /** The model's name, for people and requests. */
    public String name() {
        return model.ref().toString();
    }

    /** What tells the model from every other. */
    public Fingerprint fingerprint() {
        return model.fingerprint();
    }
}
