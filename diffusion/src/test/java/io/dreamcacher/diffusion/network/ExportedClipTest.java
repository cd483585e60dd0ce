package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.model.ModelConfig;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CLIP exported to ONNX files makes the vectors that it makes from its safetensors. */
final class ExportedClipTest {
    private static final List<String> PROMPTS = List.of("a cat", "", "two yellow houses in the city at night",
            "a boat ".repeat(100));

    @TempDir
    private Path folder;
    private Path original;
    private Path export;
    private ClipTextConfig text;
    private ClipVisionConfig vision;

    @BeforeEach
    void copyWhatIsNoNetwork() throws IOException {
        original = GoldenFiles.shared("tiny-clip");
        export = folder.resolve("export");
        ExportWriter.copyTexts(original, export);
        ModelConfig config = ModelConfig.read(original.resolve("config.json"));
        text = ClipTextConfig.read(config);
        vision = ClipVisionConfig.read(config);
    }

    @Test
    void vectors_aTowerAFile_areTheOriginals() throws IOException {
        exportTowers();
        assertSameVectors();
    }

    @Test
    void vectors_bothTowersInAGraph_areTheOriginals() throws IOException {
        exportBoth();
        assertSameVectors();
    }

    @Test
    void vectors_noPreprocessorConfig_areOfImagesOfTheTowersSize() throws IOException {
        exportBoth();
        Files.delete(export.resolve("preprocessor_config.json"));
        assertSameVectors();
    }

    @Test
    void text_graphOfAFixedWindow_isFilledUpWithTheEndToken() throws IOException {
        exportTowers();
        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("text", OnnxType.INT32, "batch", "tokens");
        Value some = graph.op("Slice", List.of(ids, graph.integers(0), graph.integers(24), graph.integers(1)));
        graph.output("embedding", graph.op("Cast", List.of(some), Attribute.of("to", OnnxType.FLOAT.number())));
        Path file = ExportWriter.write(graph, export.resolve("textual.onnx"));
        fixTokens(file);
        try (ClipSearchEncoder encoder = open(export, Pooling.END)) {
            float[] vector = encoder.vectors("a cat").end();
            assertThat(vector[0]).isEqualTo(2046);
            assertThat(vector[23]).isEqualTo(2047);
        }
    }

    @Test
    void open_exportAndMeans_saysThatThereAreNone() throws IOException {
        exportBoth();
        assertThatThrownBy(() -> open(export, Pooling.MEAN)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("Means are of the states of all tokens");
        try (ClipSearchEncoder encoder = open(export, Pooling.END)) {
            assertThat(encoder.description().promptDimension()).isEqualTo(24);
            assertThatThrownBy(() -> encoder.vectors("a cat").mean()).isInstanceOf(DreamCacherException.class);
        }
    }

    @Test
    void encode_otherInputsOrOutputs_areNamed() throws IOException {
        OnnxGraph graph = new OnnxGraph();
        graph.output("vector", graph.input("sample", OnnxType.FLOAT, "batch", "size"), "batch", "size");
        ExportWriter.write(graph, export.resolve("textual.onnx"));
        assertRefused("must take an input input_ids or text or input; it takes [sample]");

        OnnxGraph reading = new OnnxGraph();
        Value ids = reading.input("input_ids", OnnxType.INT64, "batch", "size");
        reading.output("vector", reading.op("Cast", List.of(ids), Attribute.of("to", OnnxType.FLOAT.number())));
        ExportWriter.write(reading, export.resolve("textual.onnx"));
        assertRefused("must have an output text_embeds or embedding or output; it has [vector]");
    }

    @Test
    void encode_otherTypesOrWidthsOrAMissingTower_areNamed() throws IOException {
        OnnxGraph floats = new OnnxGraph();
        floats.output("output", floats.input("input", OnnxType.FLOAT, "batch", "size"), "batch", "size");
        ExportWriter.write(floats, export.resolve("textual.onnx"));
        assertRefused("must be made of whole numbers");

        OnnxGraph graph = new OnnxGraph();
        Value ids = graph.input("input", OnnxType.INT64, "batch", "size");
        graph.output("output", graph.op("Cast", List.of(ids), Attribute.of("to", OnnxType.FLOAT.number())));
        ExportWriter.write(graph, export.resolve("textual.onnx"));
        assertRefused("must have the shape [1, 24]");
        try (ClipSearchEncoder encoder = open(export, Pooling.END)) {
            assertThatThrownBy(() -> encoder.encode(image())).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("visual.onnx is missing");
        }
    }

    @Test
    void fingerprint_weightsOfAGraphChanged_isAnother() throws IOException {
        exportBoth();
        String before = fingerprint();
        Path weights = export.resolve("model.onnx_data");
        Files.write(weights, new byte[]{0}, StandardOpenOption.APPEND);
        assertThat(fingerprint()).isNotEqualTo(before);
    }

    private String fingerprint() {
        try (ClipSearchEncoder encoder = open(export, Pooling.END)) {
            return encoder.description().fingerprint();
        }
    }

    private void assertRefused(String sentence) {
        try (ClipSearchEncoder encoder = open(export, Pooling.END)) {
            assertThatThrownBy(() -> encoder.encode("a cat")).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining(sentence);
        }
    }

    private void assertSameVectors() {
        try (ClipSearchEncoder expected = open(original, Pooling.END);
                ClipSearchEncoder actual = open(export, Pooling.END)) {
            assertThat(actual.vector(image())).isEqualTo(expected.vector(image()));
            for (String prompt : PROMPTS) {
                float[] joint = expected.vectors(prompt).joint().orElseThrow();
                assertThat(actual.vectors(prompt).joint().orElseThrow()).isEqualTo(joint);
                assertThat(actual.vectors(prompt).end()).isEqualTo(joint);
                EncodedPrompt encoded = actual.encode(prompt);
                assertThat(encoded.cut()).isEqualTo(expected.encode(prompt).cut());
                assertThat(encoded.prompt().toArray()).isEqualTo(encoded.text().orElseThrow().toArray());
            }
        }
    }

    private ClipSearchEncoder open(Path clip, Pooling pooling) {
        return ClipSearchEncoder.open("tiny", clip, pooling, new ModelFingerprint(folder.resolve("cache")),
                new SessionSettings(1));
    }

    private static BufferedImage image() {
        BufferedImage image = new BufferedImage(90, 70, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.ORANGE);
        pen.fillOval(10, 5, 50, 60);
        pen.dispose();
        return image;
    }

    private void exportTowers() throws IOException {
        exportGraph("textual", layers -> new ClipTextGraph(layers, text).build(true));
        exportGraph("visual", layers -> new ClipVisionGraph(layers, vision).build(true));
    }

    private void exportGraph(String name, Consumer<Layers> builder) throws IOException {
        ExportWriter.export(original, export, builder);
        Files.move(export.resolve("model.onnx"), export.resolve(name + ".onnx"));
    }

    /** Both towers give a last_hidden_state and a pooler_output; the image tower's, which come second, are renamed. */
    private void exportBoth() throws IOException {
        ExportWriter.export(original, export, layers -> {
            new ClipTextGraph(layers, text).build(true);
            new ClipVisionGraph(layers, vision).build(true);
        });
        Path file = export.resolve("model.onnx");
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        for (String output : List.of("last_hidden_state", "pooler_output")) {
            String other = "x" + output.substring(1);
            for (int occurrence : new int[]{6, 4, 3}) { // its declaration, its node's name and output
                int at = -1;
                for (int i = 0; i < occurrence; i++) {
                    at = bytes.indexOf(output, at + 1);
                }
                bytes = bytes.substring(0, at) + other + bytes.substring(at + other.length());
            }
        }
        Files.write(file, bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A graph here has named sizes only; the field of the name "tokens" becomes one of the number 77. */
    private static void fixTokens(Path file) throws IOException {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String named = "\u0012\u0006tokens";
        String fixed = "\u0008\u00cd\u0080\u0080\u0080\u0080\u0080\u0000"; // 77 in as many bytes
        assertThat(bytes).contains(named);
        Files.write(file, bytes.replace(named, fixed).getBytes(StandardCharsets.ISO_8859_1));
    }
}
