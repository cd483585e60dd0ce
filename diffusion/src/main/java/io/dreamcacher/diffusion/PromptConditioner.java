package io.dreamcacher.diffusion;

import io.dreamcacher.request.ImageSize;

/** The text side of a pipeline: tokenizers and text encoders. Thread-safe; owns its networks. */
sealed interface PromptConditioner extends AutoCloseable permits ClipConditioner, DualClipConditioner {
    /** Width of the text states it makes. */
    int width();

    /** What a prompt tells the U-Net about a picture of a size; a batch of one. */
    Conditioning positive(String prompt, ImageSize size);

    /** What a negative prompt tells it; the empty one stands for "anything". */
    Conditioning negative(String prompt, ImageSize size);

    @Override
    void close();
}
