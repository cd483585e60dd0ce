package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.ClipSearchEncoder.PromptVectors;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.ClipVisionModel;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The towers of a CLIP whose weights are in safetensors files, or a text tower alone. */
final class StoredTowers implements ClipTowers {
    private final OnDemand<ClipTextModel> text;
    private final OnDemand<Vision> vision;

    /** The image tower and what prepares images for it. */
    private record Vision(ClipImageProcessor processor, ClipVisionModel model) {
        void close() {
            model.close();
        }
    }

    private StoredTowers(OnDemand<ClipTextModel> text, OnDemand<Vision> vision) {
        this.text = text;
        this.vision = vision;
    }

    static StoredTowers of(String name, NetworkFiles network, Path preprocessor, SessionSettings settings) {
        return new StoredTowers(text(name, network, settings),
                new OnDemand<>("CLIP " + name, () -> vision(network, preprocessor, settings), Vision::close));
    }

    static StoredTowers ofTextAlone(String name, NetworkFiles encoder, SessionSettings settings) {
        return new StoredTowers(text(name, encoder, settings), new OnDemand<>("CLIP " + name, () -> {
            throw new IllegalStateException("a text encoder alone has no image tower");
        }, Vision::close));
    }

    private static OnDemand<ClipTextModel> text(String name, NetworkFiles files, SessionSettings settings) {
        return new OnDemand<>("CLIP " + name, () -> ClipTextModel.load(files, settings), ClipTextModel::close);
    }

    private static Vision vision(NetworkFiles network, Path preprocessor, SessionSettings settings) {
        return new Vision(ClipImageProcessor.fromConfig(preprocessor, ImageConvention.OPENAI),
                ClipVisionModel.load(network, settings));
    }

    @Override
    public PromptVectors vectors(TokenizedPrompt tokens) {
        TextStates states = text.use(model -> model.encode(List.of(tokens.windowIds())));
        return new PromptVectors(states.pooled().values(), Optional.of(mean(states.lastHiddenState())),
                states.projected().map(FloatTensor::values), PromptVectors.cutAt(tokens));
    }

    /** The mean of states [1, n, width]. */
    private static float[] mean(FloatTensor states) {
        int width = states.shape().intSize(2);
        int tokens = states.shape().intSize(1);
        float[] mean = new float[width];
        for (int i = 0; i < states.values().length; i++) {
            mean[i % width] += states.values()[i];
        }
        for (int i = 0; i < width; i++) {
            mean[i] /= tokens;
        }
        return mean;
    }

    @Override
    public float[] vector(BufferedImage image) {
        return vision.use(tower -> {
            int size = tower.processor.size();
            FloatTensor pixels = FloatTensor.of(tower.processor.process(image), 1, 3, size, size);
            return tower.model.encode(pixels).projected().orElseThrow().values();
        });
    }

    @Override
    public void close() {
        text.close();
        vision.close();
    }
}
