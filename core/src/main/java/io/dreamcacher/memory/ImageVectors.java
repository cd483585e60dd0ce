package io.dreamcacher.memory;

import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.generation.GenerationVectors;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.function.Supplier;

/** The vectors under which an image is remembered. */
final class ImageVectors {
    private ImageVectors() {}

    /** @param pixels asked for only where the encoder sees images: nothing else needs them decoded */
    static GenerationVectors of(SearchEncoder encoder, EncodedPrompt prompt, Supplier<BufferedImage> pixels) {
        Optional<GenerationVectors.Joint> joint = encoder.description().encodesImages()
                ? prompt.text().map(text -> new GenerationVectors.Joint(text, encoder.encode(pixels.get())))
                : Optional.empty();
        return new GenerationVectors(prompt.prompt(), joint);
    }
}
