package io.dreamcacher.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClipSearchEncoderTest {
    private static final Path POSTCARDS = GoldenFiles.postcards();
    @TempDir
    private Path cache;

    private ClipSearchEncoder open(Path path, Pooling pooling) {
        return ClipSearchEncoder.open("postcards", path, pooling, new ModelFingerprint(cache), new SessionSettings(2));
    }

    @Test
    void description_postcards_isReadFromItsConfig() {
        try (ClipSearchEncoder encoder = open(POSTCARDS.resolve("clip"), Pooling.END)) {
            assertThat(encoder.description().promptDimension()).isEqualTo(128);
            assertThat(encoder.description().jointDimension()).isEqualTo(128);
            assertThat(encoder.description().fingerprint()).matches("[0-9a-f]{64}");
        }
    }

    @Test
    void encode_goldenPrompts_agreeWithTransformers() {
        SafetensorsFile golden = SafetensorsFile.open(POSTCARDS.resolve("golden/text_encoder.safetensors"));
        List<String> prompts = List.of("a person surfing", "a red sailing boat on the sea at sunset", "",
                "two yellow houses in the city at night, flat vector art, vibrant");
        try (ClipSearchEncoder encoder = open(POSTCARDS.resolve("clip"), Pooling.END)) {
            for (int i = 0; i < prompts.size(); i++) {
                EncodedPrompt encoded = encoder.encode(prompts.get(i));
                float[] joint = Arrays.copyOfRange(golden.floats("text_embeds_normalized"), 128 * i, 128 * (i + 1));
                float[] pooled = Arrays.copyOfRange(golden.floats("pooler_output"), 128 * i, 128 * (i + 1));
                assertThat(encoded.text().orElseThrow().toArray()).containsExactly(joint, within(2e-5f));
                assertThat(encoded.prompt().similarity(Embedding.ofVector(pooled))).isGreaterThan(0.999999);
                assertThat(encoded.cut()).isFalse();
            }
        }
    }

    @Test
    void vectors_ofTheTextEncoderAlone_areTransformersPoolerOutputAndNothingJoint() {
        float[] pooled = SafetensorsFile.open(POSTCARDS.resolve("golden/text_encoder.safetensors"))
                .floats("pooler_output");
        try (ClipSearchEncoder encoder = open(POSTCARDS.resolve("sd"), Pooling.END)) {
            ClipSearchEncoder.PromptVectors vectors = encoder.vectors("a person surfing");
            assertThat(vectors.end()).containsExactly(Arrays.copyOf(pooled, 128), within(2e-4f));
            assertThat(vectors.joint()).isEmpty();
            assertThat(vectors.cutAt()).isEmpty();
            assertThat(encoder.vectors("boat ".repeat(100)).cutAt()).hasValue(5 * 75);
        }
    }

    @Test
    void encode_goldenImages_agreeWithTransformers() throws IOException {
        SafetensorsFile golden = SafetensorsFile.open(POSTCARDS.resolve("golden/vision.safetensors"));
        float[] expected = golden.floats("image_embeds_normalized");
        try (ClipSearchEncoder encoder = open(POSTCARDS.resolve("clip"), Pooling.END)) {
            for (int i = 0; i < 3; i++) {
                BufferedImage image = ImageIO.read(POSTCARDS.resolve("golden/image" + i + ".png").toFile());
                assertThat(encoder.encode(image).toArray())
                        .containsExactly(Arrays.copyOfRange(expected, 128 * i, 128 * (i + 1)), within(2e-4f));
            }
        }
    }

    @Test
    void encode_meanPooling_isTheMeanOfTheRealTokensStates() {
        SafetensorsFile golden = SafetensorsFile.open(POSTCARDS.resolve("golden/text_encoder.safetensors"));
        float[] states = golden.floats("last_hidden_state");
        long[] ids = golden.longs("input_ids");
        float[] sum = new float[128];
        int length = 0;
        do {
            for (int j = 0; j < 128; j++) {
                sum[j] += states[length * 128 + j];
            }
        } while (ids[length++] != 2047);
        try (ClipSearchEncoder encoder = open(POSTCARDS.resolve("clip"), Pooling.MEAN)) {
            assertThat(encoder.encode("a person surfing").prompt().similarity(Embedding.ofVector(sum)))
                    .isGreaterThan(0.999999);
        }
    }

    @Test
    void encode_longPrompt_saysThatItWasCut() {
        try (ClipSearchEncoder encoder = open(POSTCARDS.resolve("clip"), Pooling.END)) {
            assertThat(encoder.encode("boat ".repeat(100)).cut()).isTrue();
        }
    }

    @Test
    void open_autoencoderByItself_isRefused() {
        assertThatThrownBy(() -> open(GoldenFiles.shared("tiny-sd1-old-vae/vae"), Pooling.END))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("is an autoencoder by itself. Name a CLIP.");
    }

    @Test
    void encode_imageWithoutImageTower_isABadRequest() throws IOException {
        Path model = Files.createDirectories(cache.resolve("text-only"));
        for (String file : List.of("text_encoder/config.json", "text_encoder/model.safetensors", "tokenizer/vocab.json",
                "tokenizer/merges.txt")) {
            Path source = POSTCARDS.resolve("sd").resolve(file);
            Files.copy(source, model.resolve(source.getFileName()));
        }
        try (ClipSearchEncoder encoder = open(model, Pooling.END)) {
            assertThat(encoder.description().encodesImages()).isFalse();
            assertThat(encoder.encode("a boat").text()).isEmpty();
            assertThatThrownBy(() -> encoder.encode(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB)))
                    .isInstanceOfSatisfying(DreamCacherException.class,
                            e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                    .hasMessageContaining("needs a CLIP with an image tower");
        }
    }
}
