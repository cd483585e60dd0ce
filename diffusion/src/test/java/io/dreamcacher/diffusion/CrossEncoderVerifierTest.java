package io.dreamcacher.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.TinyVerifiers;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.reuse.Verifier;
import io.dreamcacher.reuse.Verifier.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The bundled verifier's golden pairs, and tiny ones in the other layouts, whose answers can be worked out by hand. */
final class CrossEncoderVerifierTest {
    private static final Path BUNDLED = Path.of("../models/verifier");

    /**
     * Of the integer network, whose sums some processors saturate and others do not. With AVX-512 VNNI the largest
     * difference is 0.001; between both arithmetics, int8 and fp32, the golden pairs differ by up to 0.008.
     */
    private static final double TOLERANCE = 0.01;
    private static final double ROUNDED = 1e-6;

    @TempDir
    private Path folder;
    private Path model;

    @BeforeEach
    void makeFolder() throws IOException {
        model = Files.createDirectories(folder.resolve("model"));
        TinyVerifiers.tokenizer(model);
    }

    private Verifier open() {
        return open(model);
    }

    private Verifier open(Path path) {
        return CrossEncoderVerifier.open("tiny", path, new ModelFingerprint(folder.resolve("cache")),
                new SessionSettings(1));
    }

    private static double probability(Verifier verifier, String asked, String stored) {
        return verifier.verify(asked, List.of(stored)).getFirst().probability();
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    @Test
    void verify_goldenPairs_haveTheirProbabilities() {
        JsonNode pairs = new JsonMapper().readTree(BUNDLED.resolve("golden/golden.json").toFile());
        assertThat(pairs).hasSize(14);
        try (Verifier verifier = open(BUNDLED)) {
            for (JsonNode pair : pairs) {
                double found = probability(verifier, pair.path("asked").asString(), pair.path("stored").asString());
                assertThat(found).as(pair.toString()).isCloseTo(pair.path("probability").asDouble(), within(TOLERANCE));
            }
        }
    }

    @Test
    void verify_oneLogit_isItsSigmoidOfAskedThenStored() throws IOException {
        TinyVerifiers.relevance(model.resolve("model.onnx"));
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "a", "b")).isCloseTo(0.5, within(ROUNDED));
            assertThat(probability(verifier, "c", "a")).isCloseTo(sigmoid(0.3), within(ROUNDED));
            assertThat(probability(verifier, "z z z z z", "")).isCloseTo(sigmoid(17.6), within(ROUNDED));
        }
    }

    @Test
    void verify_hopelessLogit_hasLogOddsStill() throws IOException {
        TinyVerifiers.relevance(model.resolve("model.onnx"));
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "", "z ".repeat(200))).isEqualTo(Verdict.CLOSEST);
            assertThat(probability(verifier, "z ".repeat(200), "")).isEqualTo(1 - Verdict.CLOSEST);
        }
    }

    @Test
    void verify_graphInItsOwnFolderWithoutTypes_isFedWhatItTakes() throws IOException {
        Files.createDirectories(model.resolve("onnx"));
        TinyVerifiers.withoutTypes(model.resolve("onnx/model.onnx"));
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "z", "z")).isCloseTo(sigmoid(-2.5), within(ROUNDED));
        }
    }

    /** The stored prompt is the premise, so it is read first. */
    @Test
    void verify_naturalLanguageInference_isTheSoftmaxOfEntailmentByStoredThenAsked() throws IOException {
        TinyVerifiers.inference(model.resolve("model.onnx"));
        double sum = Math.exp(0.1) + 1 + Math.exp(-0.1);
        labels("contradiction", "neutral", "ENTAILMENT");
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "c", "a")).isCloseTo(Math.exp(0.1) / sum, within(ROUNDED));
        }
        labels("entailment", "neutral", "contradiction");
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "c", "a")).isCloseTo(Math.exp(-0.1) / sum, within(ROUNDED));
        }
    }

    private void labels(String first, String second, String third) throws IOException {
        Files.writeString(model.resolve("config.json"), """
                {"model_type": "bert", "id2label": {"0": "%s", "1": "%s", "2": "%s"}}""".formatted(first, second,
                third));
    }

    @Test
    void verify_numbersThatAreNone_isABadModel() throws IOException {
        TinyVerifiers.constant(model.resolve("model.onnx"), true);
        try (Verifier verifier = open()) {
            assertThatThrownBy(() -> verifier.verify("a", List.of("b"))).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("must give a pair 1 finite numbers; it gave [NaN]");
        }
        TinyVerifiers.constant(model.resolve("model.onnx"), false);
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "a", "b")).isEqualTo(0.75);
        }
    }

    @Test
    void verify_morePositionsThanTheNetworkHas_isCutToThem() throws IOException {
        TinyVerifiers.constant(model.resolve("model.onnx"), false);
        Files.writeString(model.resolve("config.json"), "{\"max_position_embeddings\": 6}");
        try (Verifier verifier = open()) {
            assertThat(verifier.verify("a", List.of("b c", "b c d")).stream().map(Verdict::cut))
                    .containsExactly(false, true);
        }
    }

    @Test
    void verify_graphForOneLength_isFilledUpAndCutToIt() throws IOException {
        TinyVerifiers.relevanceOfTokens(model.resolve("model.onnx"), 8);
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "c", "a")).as("fillers do not count")
                    .isCloseTo(sigmoid(0.3),
                            within(ROUNDED));
            assertThat(verifier.verify("a b", List.of("a b c", "a b c d")).stream().map(Verdict::cut))
                    .containsExactly(false, true);
        }
    }

    @Test
    void verify_weightsBesideTheGraph_areRead() throws IOException {
        TinyVerifiers.outside(model.resolve("model.onnx"), "model.onnx_data", 0.625f);
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "a", "b")).isEqualTo(0.625);
        }
    }

    /** As the hub's cache has them. */
    @Test
    void verify_filesThatAreLinksIntoAnotherFolder_areRead() throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs"));
        TinyVerifiers.outside(blobs.resolve("0123"), "model.onnx_data", 0.625f);
        Files.move(blobs.resolve("model.onnx_data"), blobs.resolve("4567"));
        Path snapshot = Files.createDirectories(model.resolve("onnx"));
        Files.createSymbolicLink(snapshot.resolve("model.onnx"), Path.of("../../blobs/0123"));
        Files.createSymbolicLink(snapshot.resolve("model.onnx_data"), Path.of("../../blobs/4567"));
        try (Verifier verifier = open()) {
            assertThat(probability(verifier, "a", "b")).isEqualTo(0.625);
        }
    }

    @Test
    void open_otherLabels_areNamed() throws IOException {
        TinyVerifiers.inference(model.resolve("model.onnx"));
        assertRefused("gives several logits, so a config.json beside it must name their labels in id2label");
        labels("happy", "sad", "angry");
        assertRefused("One label of the verifier tiny must be \"entailment\"", "[happy, sad, angry]");
        Files.writeString(model.resolve("config.json"), """
                {"id2label": {"0": "entailment", "1": "not_entailment"}}""");
        assertRefused("logits [-1, 3]", "names the labels [entailment, not_entailment]");
    }

    @Test
    void open_anotherArchitecture_isNamed() throws IOException {
        TinyVerifiers.encoder(model.resolve("model.onnx"));
        assertRefused("A verifier must be a cross-encoder", "gives [last_hidden_state [-1, -1, 1]]",
                "makes vectors of single texts");
        TinyVerifiers.decoder(model.resolve("model.onnx"));
        assertRefused("gives [logits [-1, -1, 1]]", "That is a decoder");
        TinyVerifiers.ofImages(model.resolve("model.onnx"));
        assertRefused("takes [pixel_values [-1, -1]]");
        Files.write(model.resolve("model.onnx"), new byte[]{1, 2, 3});
        assertRefused("ONNX Runtime must accept");
    }

    @Test
    void open_filesMissing_areNamed() throws IOException {
        Files.writeString(model.resolve("model.safetensors"), "");
        assertRefused("must have a graph, model.onnx or onnx/model.onnx", "[model.safetensors, tokenizer.json]",
                "optimum-cli export onnx");
        TinyVerifiers.constant(model.resolve("model.onnx"), false);
        Files.delete(model.resolve("tokenizer.json"));
        assertRefused("must have a tokenizer, tokenizer.json");
        assertThatThrownBy(() -> open(folder.resolve("nowhere"))).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND));
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(this::open).isInstanceOfSatisfying(DreamCacherException.class,
                e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContainingAll(parts);
    }

    /** A calibration of one verifier says nothing of another. */
    @Test
    void description_anyFileOfItChanged_isAnother() throws IOException {
        TinyVerifiers.constant(model.resolve("model.onnx"), false);
        String before = fingerprint();
        Files.writeString(model.resolve("README.md"), "about it");
        assertThat(fingerprint()).isEqualTo(before);
        Files.writeString(model.resolve("model.onnx_data"), "weights");
        String withWeights = fingerprint();
        assertThat(withWeights).isNotEqualTo(before);
        Files.writeString(model.resolve("tokenizer_config.json"), "{\"model_max_length\": 20}");
        assertThat(fingerprint()).isNotEqualTo(withWeights);
    }

    private String fingerprint() {
        try (Verifier verifier = open()) {
            return verifier.description().fingerprint();
        }
    }
}
