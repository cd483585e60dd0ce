package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.ClipSearchEncoder.PromptVectors;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import java.awt.image.BufferedImage;
import java.util.List;

/** What makes vectors of a CLIP, each tower loaded when it is first needed. Thread-safe; owns its networks. */
sealed interface ClipTowers extends AutoCloseable permits StoredTowers, ExportedTowers {
    /** The vectors of texts, in their order; at least one. */
    List<PromptVectors> vectors(List<TokenizedPrompt> texts);

    /** The vectors of images, in their order; at least one. Only asked for where there is an image tower. */
    List<float[]> imageVectors(List<BufferedImage> images);

    @Override
    void close();
}
