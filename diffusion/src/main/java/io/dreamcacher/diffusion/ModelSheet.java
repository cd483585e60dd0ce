package io.dreamcacher.diffusion;

import io.dreamcacher.request.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * All that is worth knowing of a model.
 *
 * @param card the model in one line
 * @param parts its networks
 * @param use how it is used; empty for a model that draws nothing by itself
 * @param fingerprint 64 hexadecimal digits; empty for a network that has none of its own
 */
public record ModelSheet(ModelCard card, List<Part> parts, Optional<Use> use, Optional<String> fingerprint) {
    /** Copies the list. */
    public ModelSheet {
        parts = List.copyOf(parts);
    }

    /**
     * What a request gets that does not say otherwise.
     *
     * @param scheduler class of the repository's scheduler
     * @param suggested name of the scheduler that dreamcacher.json prefers; empty if it names none
     * @param steps denoising steps
     * @param guidanceScale of classifier-free guidance
     * @param size of images, where dreamcacher.json gives one
     */
    public record Use(String scheduler, Optional<String> suggested, int steps, double guidanceScale,
            Optional<ImageSize> size) {}

    /**
     * A network of a model.
     *
     * @param name of the component, such as {@code unet}
     * @param className of the reference library, as its config names it; empty if it names none
     * @param parameters how many numbers it has learned; 0 where ONNX graphs keep it to themselves
     * @param sizeBytes of its weights
     * @param precision types of its weights, those with most bytes first
     */
    public record Part(String name, String className, long parameters, long sizeBytes, List<String> precision) {
        /** Copies the list. */
        public Part {
            precision = List.copyOf(precision);
        }
    }
}
