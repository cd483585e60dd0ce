package io.dreamcacher.diffusion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.model.SafetensorsBytes;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A safety checker made of tiny-clip's image tower, whose first concept is the direction that transformers 5.18 computed
 * for one image: that image has a cosine of 1 to it, and the other one less.
 */
final class SafetyGateTest {
    @TempDir
    private Path folder;
    private ModelRepository repository;
    private BufferedImage objected;
    private BufferedImage other;

    @BeforeEach
    void writeRepository() throws IOException {
        Path clip = GoldenFiles.shared("tiny-clip");
        copy(GoldenFiles.shared("tiny-sd1"), folder);
        Files.createDirectories(folder.resolve("safety_checker"));
        Files.createDirectories(folder.resolve("feature_extractor"));
        Files.copy(clip.resolve("config.json"), folder.resolve("safety_checker/config.json"));
        Files.copy(clip.resolve("preprocessor_config.json"),
                folder.resolve("feature_extractor/preprocessor_config.json"));
        writeChecker(clip, 0.999f);
        repository = ModelRepository.open(folder);
        objected = ImageIO.read(GoldenFiles.shared("inputs/picture-rgb-90x61.png").toFile());
        other = ImageIO.read(GoldenFiles.shared("inputs/picture-rgba-40x47.png").toFile());
    }

    /** @param tooNear cosine from which on it objects */
    private void writeChecker(Path clip, float tooNear) throws IOException {
        Checkpoint weights = Checkpoint.open(clip.resolve("model.safetensors"));
        SafetensorsBytes checker = new SafetensorsBytes();
        for (String name : weights.names()) {
            String renamed = name.startsWith("vision_model.") ? "vision_model." + name : name;
            if ((name.startsWith("vision_model.") && !name.endsWith("position_ids"))
                    || name.equals("visual_projection.weight")) {
                checker.add(renamed, weights.tensor(name).shape(), weights.tensor(name).floats());
            }
        }
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared("tiny-clip-golden/clip.safetensors"));
        float[] embeddings = golden.floats("image_embeds");
        int width = golden.tensor("image_embeds").shape().intSize(1);
        float[] first = Arrays.copyOf(embeddings, width);
        checker.add("concept_embeds", Shape.of(1, width), first)
                .add("concept_embeds_weights", Shape.of(1), tooNear)
                .add("special_care_embeds", Shape.of(1, width), first)
                .add("special_care_embeds_weights", Shape.of(1), 2f)
                .write(folder.resolve("safety_checker/model.safetensors"));
    }

    /** As an outcome: no generator's refusal is an exception. */
    @Test
    void generate_refuse_isRefusedByPolicyAndFlagGivesTheImage(@TempDir Path cache) throws IOException {
        writeChecker(GoldenFiles.shared("tiny-clip"), -2f);
        try (DiffusionGenerator generator = DiffusionGenerator.open(ModelRef.of("tiny"), ModelChoice.of(folder),
                new ModelFingerprint(cache), new SessionSettings(2))) {
            GenerationSettings settings = generator.description()
                    .defaults()
                    .withSteps(1)
                    .withSize(new ImageSize(64, 64))
                    .withScheduler("ddim");
            JobOutcome refused = outcome(generator, settings, Safety.REFUSE);
            JobOutcome flagged = outcome(generator, settings, Safety.FLAG);

            assertThat(refused).isInstanceOfSatisfying(JobOutcome.RefusedByPolicy.class,
                    refusal -> assertThat(refusal.reason()).contains("too near to its concepts [0]"));
            assertThat(flagged).isInstanceOfSatisfying(JobOutcome.GeneratedImage.class,
                    image -> assertThat(image.flagged()).isTrue());
        }
    }

    private static JobOutcome outcome(DiffusionGenerator generator, GenerationSettings settings, Safety safety) {
        return generator.generate(
                new GenerationJob("a", settings.withRendering(Rendering.NONE.withSafety(safety)), 1),
                GenerationProgress.NONE);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private SafetyGate gate() {
        return SafetyGate.of(repository, new SessionSettings(2), true);
    }

    @Test
    void pass_flag_givesOutTheImageAndSaysSo() {
        try (SafetyGate gate = gate()) {
            SafetyGate.Passed passed = gate.pass(objected, Safety.FLAG);
            assertThat(passed.image()).isSameAs(objected);
            assertThat(passed.verdict().concepts()).containsExactly(0);
            assertThat(gate.pass(other, Safety.FLAG).verdict().flagged()).isFalse();
        }
    }

    @Test
    void pass_blur_leavesNoShapes() {
        try (SafetyGate gate = gate()) {
            SafetyGate.Passed passed = gate.pass(objected, Safety.BLUR);
            assertThat(passed.verdict().flagged()).isTrue();
            assertThat(passed.image()).isNotSameAs(objected);
            assertThat(passed.image().getWidth()).isEqualTo(objected.getWidth());
            assertThat(largestStep(passed.image())).isLessThan(largestStep(objected));
            assertThat(gate.pass(other, Safety.BLUR).image()).isSameAs(other);
        }
    }

    private static int largestStep(BufferedImage image) {
        int largest = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 1; x < image.getWidth(); x++) {
                int difference = (image.getRGB(x, y) >> 8 & 0xFF) - (image.getRGB(x - 1, y) >> 8 & 0xFF);
                largest = Math.max(largest, Math.abs(difference));
            }
        }
        return largest;
    }

    @Test
    void pass_refuse_failsWithASentence() {
        try (SafetyGate gate = gate()) {
            assertThatThrownBy(() -> gate.pass(objected, Safety.REFUSE))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.REFUSED))
                    .hasMessageContaining("too near to its concepts [0]. Try another prompt");
            assertThat(gate.pass(other, Safety.REFUSE).image()).isSameAs(other);
        }
    }

    @Test
    void require_modelWithoutAChecker_saysSo() {
        ModelRepository bare = ModelRepository.open(GoldenFiles.shared("tiny-sd1"));
        try (SafetyGate gate = SafetyGate.of(bare, new SessionSettings(2), true)) {
            assertThatThrownBy(() -> gate.require(Safety.FLAG))
                    .hasMessageContaining("needs a model with a folder safety_checker");
            gate.require(Safety.OFF);
        }
    }

    @Test
    void require_checkerWithPickledWeightsOnly_saysSoBeforeAImageIsMade() throws IOException {
        Files.move(folder.resolve("safety_checker/model.safetensors"),
                folder.resolve("safety_checker/pytorch_model.bin"));
        assertThatThrownBy(() -> gate().require(Safety.FLAG)).isInstanceOf(DreamCacherException.class)
                .hasMessageStartingWith(folder.resolve("safety_checker") + " must have weights")
                .hasMessageEndingWith("Get the safetensors version of this model.");
        gate().require(Safety.OFF);
    }

    @Test
    void require_checkerExportedToOnnx_saysSo() throws IOException {
        Files.delete(folder.resolve("safety_checker/config.json"));
        Files.move(folder.resolve("safety_checker/model.safetensors"), folder.resolve("safety_checker/model.onnx"));
        assertThatThrownBy(() -> gate().require(Safety.BLUR)).isInstanceOf(DreamCacherException.class)
                .hasMessage(
                        "%s must have config.json and weights in model.safetensors; it has a checker exported to ONNX (model.onnx), which cannot be used. Put the checker of the model's safetensors version there, or turn checking off."
                                .formatted(folder.resolve("safety_checker")));
    }

    @Test
    void check_truncatedWeights_isABadModel() throws IOException {
        SafetyChecker.check(folder);
        Path weights = folder.resolve("safety_checker/model.safetensors");
        Files.write(weights, Arrays.copyOf(Files.readAllBytes(weights), 100));
        assertThatThrownBy(() -> SafetyChecker.check(folder)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining(weights.toString());
    }
}
