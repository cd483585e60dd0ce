package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.ClipSearchEncoder.PromptVectors;
import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.network.ExportedClip;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The towers of a CLIP in ONNX files: they tell joint vectors only, which stand for prompts too. */
final class ExportedTowers implements ClipTowers {
    private final OnDemand<ExportedClip> text;
    private final OnDemand<ExportedClip> vision;
    private final ClipImageProcessor processor;

    private ExportedTowers(OnDemand<ExportedClip> text, OnDemand<ExportedClip> vision, ClipImageProcessor processor) {
        this.text = text;
        this.vision = vision;
        this.processor = processor;
    }

    static ExportedTowers of(String name, ExportedNetwork network, Path preprocessor, SessionSettings settings) {
        OnDemand<ExportedClip> text = graph(name, network, ExportedNetwork.TEXTUAL, settings);
        OnDemand<ExportedClip> vision = ExportedClip.isJoint(network)
                ? text
                : graph(name, network, ExportedNetwork.VISUAL, settings);
        return new ExportedTowers(text, vision, processor(preprocessor, network));
    }

    private static OnDemand<ExportedClip> graph(String name, ExportedNetwork network, String tower,
            SessionSettings settings) {
        return new OnDemand<>("CLIP " + name, () -> ExportedClip.load(network, tower, settings), ExportedClip::close);
    }

    private static ClipImageProcessor processor(Path config, ExportedNetwork network) {
        return Files.isRegularFile(config)
                ? ClipImageProcessor.fromConfig(config, ImageConvention.OPENAI)
                : ClipImageProcessor.ofSize(ExportedClip.imageSize(network.config()), ImageConvention.OPENAI);
    }

    @Override
    public List<PromptVectors> vectors(List<TokenizedPrompt> texts) {
        return texts.stream().map(this::vectors).toList();
    }

    private PromptVectors vectors(TokenizedPrompt tokens) {
        float[] joint = text.use(model -> model.text(tokens.windowIds()));
        return new PromptVectors(joint.clone(), Optional.empty(), Optional.of(joint), PromptVectors.cutAt(tokens));
    }

    @Override
    public List<float[]> imageVectors(List<BufferedImage> images) {
        return images.stream().map(this::vector).toList();
    }

    private float[] vector(BufferedImage image) {
        FloatTensor pixels = FloatTensor.of(processor.process(image), 1, 3, processor.size(), processor.size());
        return vision.use(model -> model.image(pixels));
    }

    @Override
    public void close() {
        text.close();
        vision.close();
    }
}
