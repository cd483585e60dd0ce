package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
/**
 * The change of one weight: {@code alpha / rank * up * down}.
 *
 * @param name of the layer, as the file spells it
 * @param down [rank, in], or [rank, in, k, k] for a convolution
 * @param up [out, rank], or [out, rank, 1, 1]
 * @param factor {@code alpha / rank}
 */
record LoraModule(String name, TensorEntry down, TensorEntry up, double factor) {
    int rank() {
        return down.shape().intSize(0);
    }
}
