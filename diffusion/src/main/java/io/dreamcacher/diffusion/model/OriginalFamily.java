package io.dreamcacher.diffusion.model;

/** The families whose one-file checkpoints can be read; each has its own text encoders. */
enum OriginalFamily {
    /** Stable Diffusion 1.x: OpenAI's CLIP ViT-L/14. */
    STABLE_DIFFUSION_1,
    /** Stable Diffusion 2.x: OpenCLIP ViT-H/14. */
    STABLE_DIFFUSION_2,
    /** Stable Diffusion XL: OpenAI's CLIP ViT-L/14 and OpenCLIP ViT-bigG/14. */
    STABLE_DIFFUSION_XL
}
