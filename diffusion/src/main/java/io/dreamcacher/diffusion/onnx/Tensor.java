package io.dreamcacher.diffusion.onnx;

import io.dreamcacher.diffusion.safetensors.Shape;

/** Numbers that go into a network, in row-major order. */
public sealed interface Tensor permits FloatTensor, LongTensor {
    /** Its sizes, outermost first. */
    Shape shape();
}
