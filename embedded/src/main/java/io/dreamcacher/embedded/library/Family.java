package io.dreamcacher.embedded.library;

/** Kinds of models that can be used, told by their configs. */
public enum Family {
    /** Stable Diffusion 1.x: a text encoder with quick_gelu. */
    SD_1("SD 1.x"),
    /** Stable Diffusion 2.x: a text encoder of OpenCLIP, with gelu. */
    SD_2("SD 2.x"),
    /** Stable Diffusion XL: two text encoders. */
    SDXL("SDXL"),
    /** Text and image tower for search. */
    CLIP("CLIP"),
    /** An autoencoder by itself. */
    VAE("VAE");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    /** What a person calls it. */
    public String title() {
        return title;
    }
}
