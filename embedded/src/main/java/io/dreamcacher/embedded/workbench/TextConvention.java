package io.dreamcacher.embedded.workbench;

import io.dreamcacher.diffusion.tokenizer.TextCleaning;

/** How a text is cleaned before it becomes tokens; the two differ on about 0.6 % of real prompts. */
public enum TextConvention {
    /** As openai/CLIP: broken characters, HTML references and curly quotes are repaired first. What search reads. */
    OPENAI(TextCleaning.OPENAI),
    /** As the tokenizer of transformers and diffusers: nothing is repaired. What conditions a U-Net. */
    TRANSFORMERS(TextCleaning.TRANSFORMERS);

    private final TextCleaning cleaning;

    TextConvention(TextCleaning cleaning) {
        this.cleaning = cleaning;
    }

    TextCleaning cleaning() {
        return cleaning;
    }
}
