package io.dreamcacher.datasets.vectors;

/** How vectors with their ids lie in a folder. */
public enum VectorLayout {
    /**
     * As clip-retrieval writes: {@code img_emb/img_emb_0.npy}, {@code text_emb/text_emb_0.npy} and
     * {@code metadata/metadata_0.parquet} a batch; prompts and metadata are kept.
     */
    CLIP_RETRIEVAL,
    /**
     * As krea-ai/prompt-search writes: {@code ids/000000000.npy} and {@code embeddings/000000000.npy} a batch, float32, of
     * pictures or of prompts; nothing else is kept.
     */
    KREA
}
