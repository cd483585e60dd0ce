package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.ModelReader.ModelCard;
import java.util.List;
import java.util.Optional;

/**
 * A model as machines read it.
 *
 * @param name by which it can be given to a command
 * @param family SD_1, SD_2, SDXL, CLIP or VAE
 * @param path folder or file
 * @param sizeBytes on disk
 * @param precision types of the weights
 * @param licence tag or file
 * @param revision commit in the hub's cache
 */
record ModelView(String name, String family, String path, long sizeBytes, List<String> precision,
        Optional<String> licence, Optional<String> revision) {
    static ModelView of(ModelCard card) {
        return new ModelView(card.name(), card.family().name(), card.path().toString(), card.sizeBytes(),
                card.precision(), card.licence(), card.revision());
    }
}
