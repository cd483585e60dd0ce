package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.request.ImageSize;
import java.util.List;
import java.util.Optional;

/** Stable Diffusion 1.x and 2.x: all 77 states of one CLIP text tower, padding included. */
final class ClipConditioner implements PromptConditioner {
    private final ClipTokenizer tokenizer;
    private final ClipTextModel textEncoder;

    ClipConditioner(ClipTokenizer tokenizer, ClipTextModel textEncoder) {
        this.tokenizer = tokenizer;
        this.textEncoder = textEncoder;
    }

    @Override
    public int width() {
        return textEncoder.width();
    }

    @Override
    public TextConditioning positive(String prompt, ImageSize size) {
        int[] ids = tokenizer.encode(prompt).paddedIds();
        return new TextConditioning(textEncoder.encode(List.of(ids)).lastHiddenState(), Optional.empty());
    }

    @Override
    public TextConditioning negative(String prompt, ImageSize size) {
        return positive(prompt, size);
    }

    @Override
    public void close() {
        textEncoder.close();
    }
}
