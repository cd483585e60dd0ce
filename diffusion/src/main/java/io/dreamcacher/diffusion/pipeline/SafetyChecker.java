package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.Finite;
import io.dreamcacher.diffusion.model.ModelFolder;
import io.dreamcacher.diffusion.model.NetworkFiles;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.diffusion.network.ClipVisionModel;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.pipeline.ConceptScores.Concepts;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The network that judges finished images: a CLIP image tower and directions of its space that an image must not be
 * near to, as diffusers' {@code StableDiffusionSafetyChecker}. Thread-safe; owns its network.
 */
public final class SafetyChecker implements AutoCloseable {
    private static final String FOLDER = "safety_checker";
    private static final String TOWER = "vision_model.";
    private static final String PROJECTION = "visual_projection.weight";

    private final ClipImageProcessor processor;
    private final ClipVisionModel tower;
    private final ConceptScores scores;
    private final Path repository;

    private SafetyChecker(Path repository, ClipImageProcessor processor, ClipVisionModel tower, ConceptScores scores) {
        this.processor = processor;
        this.tower = tower;
        this.scores = scores;
        this.repository = repository;
    }

    /** Whether a repository has a folder for one; {@link #check} says whether it can be used. */
    public static boolean isIn(Path repository) {
        return Files.isDirectory(repository.resolve(FOLDER));
    }

    /**
     * Checks that {@link #load} has all it needs; reads configs, headers and the list of concepts.
     *
     * @throws DreamCacherException {@code BAD_MODEL} as {@link #load}
     */
    public static void check(Path repository) {
        ClipVisionModel.check(Parts.read(repository).tower);
    }

    /**
     * Loads the checker of a repository, and from {@code feature_extractor} how images are prepared for it.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it cannot be used
     */
    public static SafetyChecker load(Path repository, SessionSettings settings) {
        Parts parts = Parts.read(repository);
        return new SafetyChecker(repository, parts.processor, ClipVisionModel.load(parts.tower, settings),
                parts.scores);
    }

    /** What a checker is made of; its tower is not loaded yet. */
    private record Parts(ClipImageProcessor processor, NetworkFiles tower, ConceptScores scores) {
        static Parts read(Path repository) {
            Path folder = repository.resolve(FOLDER);
            requireNoGraph(folder);
            NetworkFiles files = ModelFolder.open(folder);
            Checkpoint checkpoint = files.checkpoint();
            ConceptScores scores = new ConceptScores(
                    concepts(checkpoint, "concept_embeds"), concepts(checkpoint, "special_care_embeds"));
            ClipImageProcessor processor = ClipImageProcessor.fromConfig(
                    repository.resolve("feature_extractor").resolve("preprocessor_config.json"),
                    ImageConvention.TRANSFORMERS);
            return new Parts(processor, files.with(towerWeights(checkpoint)), scores);
        }
    }

    private static void requireNoGraph(Path folder) {
        if (Files.exists(folder.resolve("model.onnx")) && !Files.exists(folder.resolve("config.json"))) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must have config.json and weights in model.safetensors; it has a checker exported to ONNX (model.onnx), which cannot be used. Put the checker of the model's safetensors version there, or turn checking off."
                            .formatted(folder));
        }
    }

    /** The image tower's weights by the names they have in a CLIP: here they lie one {@code vision_model} deeper. */
    private static Checkpoint towerWeights(Checkpoint checkpoint) {
        Map<String, WeightTensor> tensors = new TreeMap<>();
        for (String name : checkpoint.names()) {
            if (name.startsWith(TOWER)) {
                boolean nested = name.startsWith(TOWER + TOWER);
                tensors.put(nested ? name.substring(TOWER.length()) : name, checkpoint.tensor(name));
            }
        }
        tensors.put(PROJECTION, checkpoint.tensor(PROJECTION));
        return Checkpoint.of(checkpoint.source(), tensors);
    }

    private static Concepts concepts(Checkpoint checkpoint, String name) {
        Shape shape = checkpoint.tensor(name).shape();
        Shape weights = checkpoint.tensor(name + "_weights").shape();
        long width = checkpoint.tensor(PROJECTION).shape().size(0);
        if (shape.rank() != 2 || shape.size(1) != width || !weights.equals(Shape.of(shape.size(0)))) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s of %s must have rows of width %d and as many thresholds; found the shapes %s and %s."
                            .formatted(name, checkpoint.source(), width, shape, weights));
        }
        float[] all = checkpoint.tensor(name).finiteFloats();
        float[][] rows = new float[shape.intSize(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(all, i * (int) width, (i + 1) * (int) width);
        }
        return new Concepts(rows, checkpoint.tensor(name + "_weights").finiteFloats());
    }

    /** Judges an image. */
    public SafetyVerdict check(BufferedImage image) {
        int size = processor.size();
        FloatTensor pixels = FloatTensor.of(processor.process(image), 1, 3, size, size);
        float[] embedding = tower.encode(pixels).projected().orElseThrow().values();
        if (Finite.firstOther(embedding).isPresent()) { // which would be near no concept
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The safety checker of %s must make finite numbers of a picture, but does not; its weights are damaged. Download it again, or turn checking off."
                            .formatted(repository));
        }
        return scores.verdict(embedding);
    }

    @Override
    public void close() {
        tower.close();
    }

    /**
     * What a safety checker says of an image.
     *
     * @param concepts numbers of the concepts it is too near to, from 0; the checker does not name them. Empty: no objection
     */
    public record SafetyVerdict(List<Integer> concepts) {
        /** Copies the list. */
        public SafetyVerdict {
            concepts = List.copyOf(concepts);
        }

        /** Whether the checker objects. */
        public boolean flagged() {
            return !concepts.isEmpty();
        }

        /** Why an image is held back, where the checker objects. */
        String refusal() {
            return "The safety checker finds the picture too near to its concepts %s. Try another prompt or another seed."
                    .formatted(concepts);
        }
    }
}
