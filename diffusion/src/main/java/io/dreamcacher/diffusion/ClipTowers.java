package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.ClipSearchEncoder.PromptVectors;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import java.awt.image.BufferedImage;

/** What makes vectors of a CLIP, each tower loaded when it is first needed. Thread-safe; owns its networks. */
sealed interface ClipTowers extends AutoCloseable permits StoredTowers, ExportedTowers {
    /** The vectors of a text. */
    PromptVectors vectors(TokenizedPrompt tokens);

    /** The vector of an image; only asked for where there is an image tower. */
    float[] vector(BufferedImage image);

    @Override
    void close();
}
