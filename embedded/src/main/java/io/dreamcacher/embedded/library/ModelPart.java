package io.dreamcacher.embedded.library;

import java.util.List;

/**
 * A network of a model.
 *
 * @param name of the component, such as {@code unet}
 * @param className of the reference library, as its config names it; empty if it names none
 * @param parameters how many numbers it has learned; 0 where ONNX graphs keep it to themselves
 * @param sizeBytes of its weights
 * @param precision types of its weights, those with most bytes first
 */
public record ModelPart(String name, String className, long parameters, long sizeBytes, List<String> precision) {
    /** Copies the list. */
    public ModelPart {
        precision = List.copyOf(precision);
    }
}
