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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The towers of a CLIP whose weights are in safetensors files, or a text tower alone. */
final class StoredTowers implements ClipTowers {
    private final OnDemand<ClipTextModel> text;
    private final OnDemand<ClipImageProcessor> processor;
    private final OnDemand<ClipVisionModel> vision;

    private StoredTowers(OnDemand<ClipTextModel> text, OnDemand<ClipImageProcessor> processor,
            OnDemand<ClipVisionModel> vision) {
        this.text = text;
        this.processor = processor;
        this.vision = vision;
    }

    static StoredTowers of(String name, NetworkFiles network, Path preprocessor, SessionSettings settings) {
        return new StoredTowers(text(name, network, settings),
                new OnDemand<>("CLIP " + name,
                        () -> ClipImageProcessor.fromConfig(preprocessor, ImageConvention.OPENAI), processor -> {}),
                new OnDemand<>("CLIP " + name, () -> ClipVisionModel.load(network, settings), ClipVisionModel::close));
    }

    static StoredTowers ofTextAlone(String name, NetworkFiles encoder, SessionSettings settings) {
        return new StoredTowers(text(name, encoder, settings),
                new OnDemand<>("CLIP " + name, () -> {
                    throw missing();
                }, processor -> {}),
                new OnDemand<>("CLIP " + name, () -> {
                    throw missing();
                }, ClipVisionModel::close));
    }

    private static IllegalStateException missing() {
        return new IllegalStateException("a text encoder alone has no image tower");
    }

    private static OnDemand<ClipTextModel> text(String name, NetworkFiles files, SessionSettings settings) {
        return new OnDemand<>("CLIP " + name, () -> ClipTextModel.load(files, settings), ClipTextModel::close);
    }

    /** Sequences of one length go through the network together: being causal, it would take padding, but for time. */
    @Override
    public List<PromptVectors> vectors(List<TokenizedPrompt> texts) {
        Map<Integer, List<Integer>> byLength = IntStream.range(0, texts.size())
                .boxed()
                .collect(Collectors.groupingBy(i -> texts.get(i).windowIds().length));
        PromptVectors[] vectors = new PromptVectors[texts.size()];
        for (List<Integer> alike : byLength.values()) {
            TextStates states = text.use(
                    model -> model.encode(alike.stream().map(i -> texts.get(i).windowIds()).toList()));
            for (int row = 0; row < alike.size(); row++) {
                vectors[alike.get(row)] = vectors(states, row, texts.get(alike.get(row)));
            }
        }
        return List.of(vectors);
    }

    private static PromptVectors vectors(TextStates states, int row, TokenizedPrompt tokens) {
        return new PromptVectors(states.pooled().item(row).values(),
                Optional.of(mean(states.lastHiddenState().item(row))),
                states.projected().map(projected -> projected.item(row).values()), PromptVectors.cutAt(tokens));
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

    /** Images are prepared by whoever asks, outside of the network's turn, so that several threads keep it busy. */
    @Override
    public List<float[]> imageVectors(List<BufferedImage> images) {
        ClipImageProcessor prepared = processor.shared();
        int size = prepared.size();
        FloatTensor pixels = FloatTensor.join(images.stream()
                .map(image -> FloatTensor.of(prepared.process(image), 1, 3, size, size))
                .toList());
        FloatTensor projected = vision.use(model -> model.encode(pixels)).projected().orElseThrow();
        return IntStream.range(0, images.size()).mapToObj(row -> projected.item(row).values()).toList();
    }

    @Override
    public void close() {
        text.close();
        processor.close();
        vision.close();
    }
}
