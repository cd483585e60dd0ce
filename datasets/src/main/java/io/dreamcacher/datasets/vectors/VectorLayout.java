package io.dreamcacher.datasets.vectors;

/** How vectors with their ids lie in a folder. */
public enum VectorLayout {
    /**
     * As krea-ai/prompt-search writes: {@code ids/000000000.npy} and {@code embeddings/000000000.npy} a batch, float32, of
     * pictures or of prompts; nothing else is kept.
     */
    KREA;

    /** As people write it. */
    String said() {
        return "krea";
    }
}
