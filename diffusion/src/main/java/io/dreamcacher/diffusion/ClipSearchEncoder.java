package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.network.ClipDimensions;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipVisionModel;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.TextStates;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ImageConvention;
import io.dreamcacher.diffusion.repository.ModelFingerprint;
import io.dreamcacher.diffusion.repository.ModelFolder;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;

/**
 * The vectors of a CLIP in a model folder, as {@code openai/clip-vit-large-patch14} lays it out: config.json, weights,
 * vocabulary and, with an image tower, {@code preprocessor_config.json}. Prompts are encoded without padding, which a
 * causal tower never needs. Each tower is loaded when it is first needed. Thread-safe; calls run one after the other.
 */
public final class ClipSearchEncoder implements SearchEncoder {
    private final EncoderDescription description;
    private final ClipTokenizer tokenizer;
    private final OnDemand<ClipTextModel> text;
    private final OnDemand<Eye> eye;

    /** The image tower and what prepares pictures for it. */
    private record Eye(ClipImageProcessor processor, ClipVisionModel model) {}

    private ClipSearchEncoder(EncoderDescription description, ClipTokenizer tokenizer, OnDemand<ClipTextModel> text,
            OnDemand<Eye> eye) {
        this.description = description;
        this.tokenizer = tokenizer;
        this.text = text;
        this.eye = eye;
    }

    /**
     * Opens a model folder: reads its config and vocabulary, and its fingerprint.
     *
     * @param name for people
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if it is no CLIP, saying what is missing
     */
    public static ClipSearchEncoder open(String name, Path path, Pooling pooling, ModelFingerprint fingerprints,
            SessionSettings settings) {
        ModelFolder folder = ModelFolder.open(path);
        ClipDimensions dimensions = ClipDimensions.read(folder.config());
        EncoderDescription description = new EncoderDescription(name, fingerprints.of(folder), dimensions.text(),
                dimensions.joint(), pooling);
        return new ClipSearchEncoder(description, ClipTokenizer.fromFolder(path, TextCleaning.OPENAI),
                new OnDemand<>("CLIP " + name, () -> ClipTextModel.load(folder, settings), ClipTextModel::close),
                new OnDemand<>("CLIP " + name, () -> openEye(folder, settings), eye -> eye.model.close()));
    }

    private static Eye openEye(ModelFolder folder, SessionSettings settings) {
        ClipImageProcessor processor = ClipImageProcessor
                .fromConfig(folder.path().resolve("preprocessor_config.json"), ImageConvention.OPENAI);
        return new Eye(processor, ClipVisionModel.load(folder, settings));
    }

    @Override
    public EncoderDescription description() {
        return description;
    }

    @Override
    public EncodedPrompt encode(String prompt) {
        TokenizedPrompt tokens = tokenizer.encode(prompt);
        TextStates states = text.use(model -> model.encode(List.of(tokens.windowIds())));
        Embedding pooled = switch (description.pooling()) {
            case END -> Embedding.ofVector(states.pooled().values());
            case MEAN -> mean(states.lastHiddenState());
        };
        return new EncodedPrompt(pooled, states.projected().map(joint -> Embedding.ofVector(joint.values())),
                tokens.truncated());
    }

    /** The mean direction of states [1, n, width]. */
    private static Embedding mean(FloatTensor states) {
        int width = states.shape().intSize(2);
        float[] sum = new float[width];
        for (int i = 0; i < states.values().length; i++) {
            sum[i % width] += states.values()[i];
        }
        return Embedding.ofVector(sum);
    }

    @Override
    public Embedding encode(BufferedImage picture) {
        if (!description.seesPictures()) {
            throw DreamCacherException.badRequest(
                    "Searching by picture needs a CLIP with an image tower; %s has none. Use a memory made with another."
                            .formatted(description.name()));
        }
        return eye.use(tower -> {
            int size = tower.processor.size();
            FloatTensor pixels = FloatTensor.of(tower.processor.process(picture), 1, 3, size, size);
            return Embedding.ofVector(tower.model.encode(pixels).projected().orElseThrow().values());
        });
    }

    @Override
    public void close() {
        text.close();
        eye.close();
    }
}
