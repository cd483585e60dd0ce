package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.request.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * Stable Diffusion 1.x and 2.x: all states of one CLIP text tower, padding included. With a clip skip they are those
 * before some of its last layers, through the tower's final norm.
 */
final class ClipConditioner implements PromptConditioner {
    private final ClipTower tower;

    /** A conditioner that owns the tower. */
    public ClipConditioner(ClipTokenizer tokenizer, ClipTextModel textEncoder) {
        this.tower = new ClipTower(tokenizer, textEncoder);
    }

    @Override
    public int width() {
        return tower.width();
    }

    @Override
    public int largestClipSkip() {
        return tower.layers();
    }

    @Override
    public TextConditioning encode(String text, ImageSize size, PromptOptions options) {
        PromptConditioner.requireClipSkip(options.clipSkip(), largestClipSkip());
        return states(tower.read(text, options), options.clipSkip());
    }

    @Override
    public PromptEmbeddings encode(Prompt prompt, ImageSize size, PromptOptions options) {
        PromptConditioner.requireClipSkip(options.clipSkip(), largestClipSkip());
        List<PromptChunk> positive = tower.read(prompt.text(), options);
        List<PromptChunk> negative = tower.read(prompt.negative().orElse(""), options);
        int count = Math.max(positive.size(), negative.size());
        return new PromptEmbeddings(states(tower.padded(positive, count), options.clipSkip()),
                states(tower.padded(negative, count), 0));
    }

    private TextConditioning states(List<PromptChunk> chunks, int skippedLayers) {
        return new TextConditioning(tower.normedStates(chunks, skippedLayers), Optional.empty());
    }

    @Override
    public void interrupt() {
        tower.interrupt();
    }

    @Override
    public void close() {
        tower.close();
    }
}
