package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.TextStates;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.request.ImageSize;
import java.util.List;
import java.util.Optional;

/**
 * Stable Diffusion XL (Podell et al. 2023): the penultimate states of two text towers side by side, the second one's
 * projected text, and the picture's size, given as its own original size without a crop.
 */
final class DualClipConditioner implements PromptConditioner {
    private final Tower first;
    private final Tower second;
    private final boolean zerosForEmptyPrompt;

    /** A text tower with its tokenizer. */
    record Tower(ClipTokenizer tokenizer, ClipTextModel model) {
        TextStates encode(String prompt) {
            return model.encode(List.of(tokenizer.encode(prompt).paddedIds()));
        }
    }

    /**
     * @param zerosForEmptyPrompt whether an empty negative prompt is all zeros instead of the encoded empty text
     */
    DualClipConditioner(Tower first, Tower second, boolean zerosForEmptyPrompt) {
        this.first = first;
        this.second = second;
        this.zerosForEmptyPrompt = zerosForEmptyPrompt;
    }

    @Override
    public int width() {
        return first.model.width() + second.model.width();
    }

    @Override
    public TextConditioning positive(String prompt, ImageSize size) {
        TextStates states = second.encode(prompt);
        FloatTensor side = sideBySide(first.encode(prompt).penultimateHiddenState(), states.penultimateHiddenState());
        return conditioning(side, states.projected().orElseThrow(), size);
    }

    @Override
    public TextConditioning negative(String prompt, ImageSize size) {
        TextConditioning encoded = positive(prompt, size);
        if (!prompt.isEmpty() || !zerosForEmptyPrompt) {
            return encoded;
        }
        return conditioning(zeros(encoded.textStates()), zeros(encoded.sizes().orElseThrow().pooledText()), size);
    }

    private static TextConditioning conditioning(FloatTensor states, FloatTensor pooled, ImageSize size) {
        float[] numbers = {size.height(), size.width(), 0, 0, size.height(), size.width()};
        return new TextConditioning(states, Optional.of(new Sizes(pooled, FloatTensor.of(numbers, 1, numbers.length))));
    }

    private static FloatTensor zeros(FloatTensor like) {
        return new FloatTensor(like.shape(), new float[like.values().length]);
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
    public void close() {
        first.model.close();
        second.model.close();
    }
}
