package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.model.ModelRef;
import java.nio.file.Path;

/**
 * Where what a model is made of lies.
 *
 * @param cacheFolder of the unpacked Postcards model
 * @param files finds other names
 */
record ModelChoices(Path cacheFolder, NamedFiles files) {
    /** The weights of a model. */
    ModelChoice of(ModelRef ref) {
        return new ModelChoice(model(ref.base().name()), ref.vae().map(vae -> files.find("VAE", vae.name())),
                ref.loras()
                        .stream()
                        .map(lora -> new ModelChoice.Lora(files.find("LoRA", lora.part().name()), lora.scale()))
                        .toList(),
                ref.embeddings().stream().map(part -> files.find("textual inversion", part.name())).toList());
    }

    /** A model as it is. */
    Path model(String name) {
        return name.equals(Postcards.NAME) ? Postcards.stableDiffusion(cacheFolder) : files.find("model", name);
    }
}
