package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;

/** Numbers that go into a network, in row-major order. */
sealed interface Tensor permits FloatTensor, LongTensor {
    /** Its sizes, outermost first. */
    Shape shape();
}
