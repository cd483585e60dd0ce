package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.Finite;
import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.network.ClipTextModel.ClipDimensions;
import io.dreamcacher.diffusion.network.ExportedClip;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.diffusion.tokenizer.TokenizedPrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The vectors of a CLIP in a model folder, as {@code openai/clip-vit-large-patch14} lays it out: config.json, weights,
 * vocabulary and, with an image tower, {@code preprocessor_config.json}. The networks may have been exported to ONNX;
 * then the joint vector of a prompt is its prompt vector too, as the graphs tell no other. Prompts are
 * encoded without padding, which a causal tower never needs. Each tower is loaded when it is first needed. Thread-safe;
 * calls run one after the other.
 */
public final class ClipSearchEncoder implements SearchEncoder {
    private final EncoderDescription description;
    private final ClipTokenizer tokenizer;
    private final ClipTowers towers;

    private ClipSearchEncoder(EncoderDescription description, ClipTokenizer tokenizer, ClipTowers towers) {
        this.description = description;
        this.tokenizer = tokenizer;
        this.towers = towers;
    }

    /**
     * Opens a CLIP, or the text encoder of a Stable Diffusion, the first where there are two: that gives prompt vectors
     * without a joint space. Reads config and vocabulary, and the fingerprint of the whole model. Vectors are exact, whatever
     * the precision of the settings.
     *
     * @param name for people
     * @param fingerprints remembers hashes of files
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_MODEL} if it has no text encoder, saying what is missing;
     *         {@code BAD_REQUEST} if it is a CLIP that was exported and means are asked for
     */
    public static ClipSearchEncoder open(String name, Path path, Pooling pooling, ModelFingerprint fingerprints,
            SessionSettings settings) {
        return open(name, Model.open(path), pooling, fingerprints, settings);
    }

    /** The same of a model that was told apart already. */
    public static ClipSearchEncoder open(String name, Model model, Pooling pooling, ModelFingerprint fingerprints,
            SessionSettings settings) {
        SessionSettings exact = settings.withPrecision(Precision.EXACT); // vectors are compared for years
        return switch (model) {
            case Model.Clip clip -> clip.network()
                    .read(new Opener(name, fingerprints.of(model), clip, pooling, exact));
            case Model.Pipeline(ModelRepository repository) -> {
                NetworkFiles encoder = repository.network("text_encoder");
                yield new ClipSearchEncoder(description(name, fingerprints.of(model), encoder.config(), pooling),
                        repository.tokenizer("tokenizer").with(TextCleaning.OPENAI),
                        StoredTowers.ofTextAlone(name, encoder, exact));
            }
            case Model.Autoencoder vae -> throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "What texts are searched with must be a CLIP or have a text encoder; %s is an autoencoder by itself. Name a CLIP."
                            .formatted(name));
        };
    }

    /** Opens a CLIP whose weights are there, or whose graphs are. */
    private record Opener(String name, String fingerprint, Model.Clip clip, Pooling pooling, SessionSettings settings)
            implements
                NetworkFiles.Reader<ClipSearchEncoder> {
        @Override
        public ClipSearchEncoder written(Checkpoint weights) {
            NetworkFiles network = clip.network();
            return new ClipSearchEncoder(description(name, fingerprint, network.config(), pooling), tokenizer(),
                    StoredTowers.of(name, network, clip.preprocessor(), settings));
        }

        @Override
        public ClipSearchEncoder exported(ExportedNetwork network) {
            if (pooling == Pooling.MEAN) {
                throw withoutStates(name);
            }
            int dimension = ExportedClip.dimension(network.config());
            return new ClipSearchEncoder(new EncoderDescription(name, fingerprint, dimension, dimension, pooling),
                    tokenizer(), ExportedTowers.of(name, network, clip.preprocessor(), settings));
        }

        private ClipTokenizer tokenizer() {
            return ClipTokenizer.fromFolder(clip.path(), TextCleaning.OPENAI);
        }
    }

    private static EncoderDescription description(String name, String fingerprint, ModelConfig config,
            Pooling pooling) {
        ClipDimensions dimensions = ClipDimensions.read(config);
        return new EncoderDescription(name, fingerprint, dimensions.text(), dimensions.joint(), pooling);
    }

    private static DreamCacherException withoutStates(String name) {
        return DreamCacherException.badRequest(
                "Means are of the states of all tokens, which the exported CLIP %s does not give. Use its safetensors version, or prompt vectors."
                        .formatted(name));
    }

    @Override
    public EncoderDescription description() {
        return description;
    }

    /**
     * The vectors of a prompt as the text tower makes them.
     *
     * @param end the state at the end token; the prompt vector under {@link Pooling#END} before it is scaled. Of an
     *        exported model, the projected one
     * @param meanState of the states of all real tokens; empty if the model was exported
     * @param joint the projected end state; empty if the model has no projection
     * @param cutAt index of the first char of the prompt that the tower does not read; empty if it reads all
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    public record PromptVectors(float[] end, Optional<float[]> meanState, Optional<float[]> joint, OptionalInt cutAt) {
        static OptionalInt cutAt(TokenizedPrompt tokens) {
            return tokens.truncated() ? OptionalInt.of(tokens.readLength()) : OptionalInt.empty();
        }

        /**
         * The mean of the states; the prompt vector under {@link Pooling#MEAN} before it is scaled.
         *
         * @throws DreamCacherException {@code BAD_REQUEST} if the model was exported
         */
        public float[] mean() {
            return meanState.orElseThrow(() -> withoutStates("in use"));
        }
    }

    /** Encodes a prompt without scaling anything to unit length. */
    public PromptVectors vectors(String prompt) {
        return towers.vectors(List.of(tokenizer.encode(prompt))).getFirst();
    }

    @Override
    public EncodedPrompt encode(String prompt) {
        return encoded(vectors(prompt));
    }

    @Override
    public List<EncodedPrompt> encodePrompts(List<String> prompts) {
        return prompts.isEmpty()
                ? List.of()
                : towers.vectors(prompts.stream().map(tokenizer::encode).toList())
                        .stream()
                        .map(this::encoded)
                        .toList();
    }

    private EncodedPrompt encoded(PromptVectors vectors) {
        Embedding pooled = embedding(switch (description.pooling()) {
            case END -> vectors.end;
            case MEAN -> vectors.mean();
        });
        return new EncodedPrompt(pooled, vectors.joint.map(this::embedding), vectors.cutAt.isPresent());
    }

    @Override
    public Embedding encode(BufferedImage image) {
        return embedding(vector(image));
    }

    @Override
    public List<Embedding> encodeImages(List<BufferedImage> images) {
        requireImageTower();
        return images.isEmpty() ? List.of() : towers.imageVectors(images).stream().map(this::embedding).toList();
    }

    private Embedding embedding(float[] vector) {
        if (Finite.firstOther(vector).isPresent()) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The CLIP %s must make finite vectors, but does not; its weights are damaged. Download it again, or use another with --clip."
                            .formatted(description.name()));
        }
        return Embedding.ofVector(vector);
    }

    /**
     * An image projected into the joint space, not scaled to unit length.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if the model has no image tower
     */
    public float[] vector(BufferedImage image) {
        requireImageTower();
        return towers.imageVectors(List.of(image)).getFirst();
    }

    private void requireImageTower() {
        if (!description.encodesImages()) {
            throw DreamCacherException.badRequest(
                    "Searching by picture needs a CLIP with an image tower; %s has none. Make a memory with one, by --clip."
                            .formatted(description.name()));
        }
    }

    @Override
    public void close() {
        towers.close();
    }
}
