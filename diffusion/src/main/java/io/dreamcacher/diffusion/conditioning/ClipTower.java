package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A text tower with its tokenizer. Thread-safe; owns the tower. */
final class ClipTower implements AutoCloseable {
    private final PromptReader reader;
    private final ClipTextModel model;

    ClipTower(ClipTokenizer tokenizer, ClipTextModel model) {
        this.reader = new PromptReader(tokenizer);
        this.model = model;
    }

    int width() {
        return model.width();
    }

    int layers() {
        return model.layers();
    }

    List<PromptChunk> read(String prompt, PromptOptions options) {
        return reader.read(prompt, options).chunks();
    }

    /** As many chunks as asked for, filled up with such that have no text. */
    List<PromptChunk> padded(List<PromptChunk> chunks, int count) {
        return Stream.concat(chunks.stream(), Collections.nCopies(count - chunks.size(), reader.empty()).stream())
                .toList();
    }

    /** The last hidden states, or the normed ones before some of the last layers: [1, chunks * tokens, width]. */
    FloatTensor normedStates(List<PromptChunk> chunks, int skippedLayers) {
        TextStates states = encode(chunks, skippedLayers);
        return weighed(chunks, skippedLayers == 0
                ? states.lastHiddenState()
                : model.normalized(states.hiddenState()));
    }

    TextStates encode(List<PromptChunk> chunks, int skippedLayers) {
        return model.encode(chunks.stream().map(PromptChunk::ids).toList(), skippedLayers);
    }

    /** States [chunks, tokens, width] with their weights, one after the other: [1, chunks * tokens, width]. */
    static FloatTensor weighed(List<PromptChunk> chunks, FloatTensor states) {
        int tokens = states.shape().intSize(1);
        int width = states.shape().intSize(2);
        float[] values = states.values().clone();
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i).weighted()) {
                chunks.get(i).weigh(values, i, width);
            }
        }
        return FloatTensor.of(values, 1, (long) chunks.size() * tokens, width);
    }

    void interrupt() {
        model.interrupt();
    }

    @Override
    public void close() {
        model.close();
    }
}
