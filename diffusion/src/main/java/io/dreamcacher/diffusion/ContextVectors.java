package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The states that condition the U-Net of a Stable Diffusion 1.x or 2.x: the text tower's last hidden state at every
 * position of the window, padding included. The network is loaded when it is first needed. Thread-safe; owns its network.
 */
final class ContextVectors implements VectorMaker {
    private final String fingerprint;
    private final ClipTokenizer tokenizer;
    private final OnDemand<ClipTextModel> model;

    /**
     * @param fingerprint of the model the text encoder belongs to
     * @param tokenizer that cleans as diffusers does
     * @param files of the text encoder
     */
    public ContextVectors(String fingerprint, ClipTokenizer tokenizer, NetworkFiles files, SessionSettings settings) {
        this.fingerprint = fingerprint;
        this.tokenizer = tokenizer;
        this.model = new OnDemand<>(files.name(), () -> ClipTextModel.load(files, settings), ClipTextModel::close);
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** As many rows as the window has positions. */
    @Override
    public VectorMaker.Vectors ofText(String text) {
        TokenizedPrompt prompt = tokenizer.encode(text);
        TextStates states = model.use(network -> network.encode(List.of(prompt.paddedIds())));
        float[] all = states.lastHiddenState().values();
        int width = states.lastHiddenState().shape().intSize(2);
        List<float[]> rows = IntStream.range(0, all.length / width)
                .mapToObj(row -> Arrays.copyOfRange(all, row * width, (row + 1) * width))
                .toList();
        return new VectorMaker.Vectors(rows,
                prompt.truncated() ? OptionalInt.of(prompt.readLength()) : OptionalInt.empty());
    }

    @Override
    public VectorMaker.Vectors ofImage(BufferedImage image) {
        throw SearchVectors.textsOnly(VectorMaker.Kind.STATES);
    }

    @Override
    public void close() {
        model.close();
    }
}
