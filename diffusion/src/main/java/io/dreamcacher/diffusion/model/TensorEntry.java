package io.dreamcacher.diffusion.model;

/**
 * Where one tensor lies in a file.
 *
 * @param name
 *            its dotted name, such as {@code text_model.final_layer_norm.weight}
 * @param type
 *            type of its elements
 * @param shape
 *            its sizes
 * @param offset
 *            position of its first byte, counted from the start of the file
 * @param length
 *            its bytes: elements times size of an element
 */
public record TensorEntry(String name, TensorType type, Shape shape, long offset, long length) {
    /** Checks that the length is what shape and type ask for. */
    public TensorEntry {
        if (offset < 0 || length != Math.multiplyExact(shape.elements(), (long) type.sizeBytes())) {
            throw new IllegalArgumentException(
                    "%s of %s does not take %d bytes at offset %d".formatted(type, shape, length, offset));
        }
    }
}
