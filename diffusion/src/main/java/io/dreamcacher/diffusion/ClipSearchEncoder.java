package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.network.ClipDimensions;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipVisionModel;
import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.diffusion.network.TextStates;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.onnx.Precision;
import io.dreamcacher.diffusion.onnx.SessionSettings;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ImageConvention;
import io.dreamcacher.diffusion.repository.ModelFingerprint;
import io.dreamcacher.diffusion.repository.ModelFolder;
import io.dreamcacher.diffusion.repository.ModelRepository;
import io.dreamcacher.diffusion.repository.NetworkFiles;
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
import java.util.Optional;
import java.util.OptionalInt;

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
    private record Eye(ClipImageProcessor processor, ClipVisionModel model) {
        void close() {
            model.close();
        }
    }

    /** The text tower's files and what prepares texts for it. */
    private record Tower(String name, NetworkFiles files, ClipTokenizer tokenizer, String fingerprint) {}

    private ClipSearchEncoder(EncoderDescription description, ClipTokenizer tokenizer, OnDemand<ClipTextModel> text,
            OnDemand<Eye> eye) {
        this.description = description;
        this.tokenizer = tokenizer;
        this.text = text;
        this.eye = eye;
    }

    /**
     * Opens a model folder: reads its config and vocabulary, and its fingerprint. Vectors are exact, whatever the
     * precision of the settings.
     *
     * @param name for people
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if it is no CLIP, saying what is missing
     */
    public static ClipSearchEncoder open(String name, Path path, Pooling pooling, ModelFingerprint fingerprints,
            SessionSettings settings) {
        ModelFolder folder = ModelFolder.open(path);
        ClipTokenizer tokenizer = ClipTokenizer.fromFolder(path, TextCleaning.OPENAI);
        OnDemand<Eye> eye = new OnDemand<>("CLIP " + name, () -> openEye(folder, settings), Eye::close);
        return open(new Tower(name, folder, tokenizer, fingerprints.of(folder)), pooling, eye, settings);
    }

    /**
     * Opens the text encoder of a Stable Diffusion, the first where there are two: prompt vectors without a joint space.
     * The fingerprint is the whole repository's.
     *
     * @param name for people
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code BAD_MODEL} if it has no text encoder that can be used
     */
    public static ClipSearchEncoder ofTextEncoder(String name, ModelRepository repository, Pooling pooling,
            ModelFingerprint fingerprints, SessionSettings settings) {
        Tower tower = new Tower(name, repository.network("text_encoder"),
                repository.tokenizer("tokenizer").with(TextCleaning.OPENAI), fingerprints.of(repository));
        OnDemand<Eye> none = new OnDemand<>("CLIP " + name, () -> {
            throw new IllegalStateException("a text encoder alone has no image tower");
        }, Eye::close);
        return open(tower, pooling, none, settings);
    }

    private static ClipSearchEncoder open(Tower tower, Pooling pooling, OnDemand<Eye> eye, SessionSettings settings) {
        ClipDimensions dimensions = ClipDimensions.read(tower.files.config());
        EncoderDescription description = new EncoderDescription(tower.name, tower.fingerprint, dimensions.text(),
                dimensions.joint(), pooling);
        SessionSettings exact = settings.withPrecision(Precision.EXACT); // vectors are compared for years
        return new ClipSearchEncoder(description, tower.tokenizer, new OnDemand<>("CLIP " + tower.name,
                () -> ClipTextModel.load(tower.files, exact), ClipTextModel::close), eye);
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

    /**
     * The vectors of a prompt as the text tower makes them.
     *
     * @param end the state at the end token; the prompt vector under {@link Pooling#END} before it is scaled
     * @param mean of the states of all real tokens; the prompt vector under {@link Pooling#MEAN} before it is scaled
     * @param joint the projected end state; empty if the model has no projection
     * @param cutAt index of the first char of the prompt that the tower does not read; empty if it reads all
     */
    public record PromptVectors(float[] end, float[] mean, Optional<float[]> joint, OptionalInt cutAt) {}

    /** Encodes a prompt without scaling anything to unit length. */
    public PromptVectors vectors(String prompt) {
        TokenizedPrompt tokens = tokenizer.encode(prompt);
        TextStates states = text.use(model -> model.encode(List.of(tokens.windowIds())));
        OptionalInt cutAt = tokens.truncated() ? OptionalInt.of(tokens.readLength()) : OptionalInt.empty();
        return new PromptVectors(states.pooled().values(), mean(states.lastHiddenState()),
                states.projected().map(FloatTensor::values), cutAt);
    }

    @Override
    public EncodedPrompt encode(String prompt) {
        PromptVectors vectors = vectors(prompt);
        Embedding pooled = Embedding.ofVector(switch (description.pooling()) {
            case END -> vectors.end;
            case MEAN -> vectors.mean;
        });
        return new EncodedPrompt(pooled, vectors.joint.map(Embedding::ofVector), vectors.cutAt.isPresent());
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
    public Embedding encode(BufferedImage picture) {
        return Embedding.ofVector(vector(picture));
    }

    /**
     * A picture projected into the joint space, not scaled to unit length.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if the model has no image tower
     */
    public float[] vector(BufferedImage picture) {
        if (!description.seesPictures()) {
            throw DreamCacherException.badRequest(
                    "Searching by picture needs a CLIP with an image tower; %s has none. Use a memory made with another."
                            .formatted(description.name()));
        }
        return eye.use(tower -> {
            int size = tower.processor.size();
            FloatTensor pixels = FloatTensor.of(tower.processor.process(picture), 1, 3, size, size);
            return tower.model.encode(pixels).projected().orElseThrow().values();
        });
    }

    @Override
    public void close() {
        text.close();
        eye.close();
    }
}
