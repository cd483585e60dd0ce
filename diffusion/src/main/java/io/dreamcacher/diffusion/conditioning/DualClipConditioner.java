package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.request.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * Stable Diffusion XL (Podell et al. 2023): the penultimate states of two text towers side by side, without final norm;
 * the second tower's projected text, of the first chunk; and the image's size, given as its own original size without a
 * crop ({@link TextConditioning#withSizes} changes that). A clip skip counts from the penultimate states.
 */
final class DualClipConditioner implements PromptConditioner {
    /** SDXL was trained on the states before the last layer. */
    static final int SKIPPED_ALWAYS = 1;

    private final ClipTower first;
    private final ClipTower second;
    private final boolean zerosForEmptyPrompt;

    /** What both tokenizers read. */
    private record Chunks(List<PromptChunk> first, List<PromptChunk> second) {
        int count() {
            return Math.max(first.size(), second.size());
        }
    }

    /**
     * A conditioner that owns both towers.
     *
     * @param zerosForEmptyPrompt whether a negative prompt that is not given is all zeros instead of the encoded empty
     *        text
     */
    public DualClipConditioner(List<ClipTokenizer> tokenizers, List<ClipTextModel> textEncoders,
            boolean zerosForEmptyPrompt) {
        if (tokenizers.size() != 2 || textEncoders.size() != 2) {
            throw new IllegalArgumentException("SDXL has 2 tokenizers and 2 text encoders; found %d and %d"
                    .formatted(tokenizers.size(), textEncoders.size()));
        }
        this.first = new ClipTower(tokenizers.get(0), textEncoders.get(0));
        this.second = new ClipTower(tokenizers.get(1), textEncoders.get(1));
        this.zerosForEmptyPrompt = zerosForEmptyPrompt;
    }

    @Override
    public int width() {
        return first.width() + second.width();
    }

    @Override
    public int largestClipSkip() {
        return Math.min(first.layers(), second.layers()) - SKIPPED_ALWAYS;
    }

    @Override
    public TextConditioning encode(String text, ImageSize size, PromptOptions options) {
        PromptConditioner.requireClipSkip(options.clipSkip(), largestClipSkip());
        Chunks chunks = read(text, options);
        return states(chunks, chunks.count(), options.clipSkip(), size);
    }

    @Override
    public PromptEmbeddings encode(Prompt prompt, ImageSize size, PromptOptions options) {
        PromptConditioner.requireClipSkip(options.clipSkip(), largestClipSkip());
        Chunks positive = read(prompt.text(), options);
        if (prompt.negative().isEmpty() && zerosForEmptyPrompt) {
            TextConditioning encoded = states(positive, positive.count(), options.clipSkip(), size);
            return new PromptEmbeddings(encoded, encoded.zeroed());
        }
        Chunks negative = read(prompt.negative().orElse(""), options);
        int count = Math.max(positive.count(), negative.count());
        return new PromptEmbeddings(states(positive, count, options.clipSkip(), size),
                states(negative, count, 0, size));
    }

    private Chunks read(String text, PromptOptions options) {
        return new Chunks(first.read(text, options), second.read(text, options));
    }

    private TextConditioning states(Chunks chunks, int count, int clipSkip, ImageSize size) {
        int skippedLayers = SKIPPED_ALWAYS + clipSkip;
        List<PromptChunk> left = first.padded(chunks.first, count);
        List<PromptChunk> right = second.padded(chunks.second, count);
        TextStates states = second.encode(right, skippedLayers);
        FloatTensor side = sideBySide(
                ClipTower.weighed(left, first.encode(left, skippedLayers).hiddenState()),
                ClipTower.weighed(right, states.hiddenState()));
        float[] numbers = {size.height(), size.width(), 0, 0, size.height(), size.width()};
        return new TextConditioning(side, Optional.of(new Sizes(states.projected().orElseThrow().item(0),
                FloatTensor.of(numbers, 1, numbers.length))));
    }

    /** [1, n, a] and [1, n, b] to [1, n, a + b]. */
    private static FloatTensor sideBySide(FloatTensor left, FloatTensor right) {
        int tokens = left.shape().intSize(1);
        int leftWidth = left.shape().intSize(2);
        int rightWidth = right.shape().intSize(2);
        float[] joined = new float[tokens * (leftWidth + rightWidth)];
        for (int i = 0; i < tokens; i++) {
            int start = i * (leftWidth + rightWidth);
            System.arraycopy(left.values(), i * leftWidth, joined, start, leftWidth);
            System.arraycopy(right.values(), i * rightWidth, joined, start + leftWidth, rightWidth);
        }
        return FloatTensor.of(joined, 1, tokens, leftWidth + rightWidth);
    }

    @Override
    public void interrupt() {
        first.interrupt();
        second.interrupt();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
