package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.model.ModelChoice;
import java.nio.file.Path;

/**
 * Where what a reference names lies.
 *
 * @param cacheFolder of the unpacked Postcards model
 * @param files finds other names
 */
record ModelChoices(Path cacheFolder, NamedFiles files) {
    /** The weights of a reference. */
    ModelChoice of(ModelReference reference) {
        return new ModelChoice(model(reference.name()), reference.vae().map(vae -> files.find("VAE", vae)),
                reference.loras()
                        .stream()
                        .map(lora -> new ModelChoice.Lora(files.find("LoRA", lora.file()), lora.scale()))
                        .toList(),
                reference.embeddings().stream().map(file -> files.find("textual inversion", file)).toList());
    }

    /** A model as it is. */
    Path model(String name) {
        return name.equals(Postcards.NAME) ? Postcards.stableDiffusion(cacheFolder) : files.find("model", name);
    }
}
