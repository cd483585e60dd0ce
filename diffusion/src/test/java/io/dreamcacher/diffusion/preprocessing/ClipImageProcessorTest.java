package io.dreamcacher.diffusion.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.ImageConvention;
import io.dreamcacher.diffusion.preprocessing.ClipImageProcessor.SeenImage;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.Pixels;
import io.dreamcacher.testkit.GoldenData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Golden pixels: Pillow 12.3.0 with openai/CLIP d05afc4; transformers 5.18.0, {@code CLIPImageProcessor}. */
class ClipImageProcessorTest {
    @TempDir
    Path temporary;

    @Test
    void pixels_goldenImagesInOpenAiOrder_areByteEqual() throws IOException {
        for (JsonNode golden : goldenCases()) {
            ClipImageProcessor processor = processor("{}", ImageConvention.OPENAI);
            BufferedImage image = read(golden);
            assertThat(sha256(processor.pixels(image))).as("%s", golden.get("case"))
                    .isEqualTo(golden.get("sha256_rgb").stringValue());
            float[] tensor = processor.process(image);
            for (int channel = 0; channel < 3; channel++)
                assertThat(tensor[channel * 224 * 224]).isCloseTo(
                        golden.get("tensor_first_pixel").get(channel).floatValue(), within(2e-6f));
        }
    }

    @Test
    void pixels_goldenImagesInTransformersOrder_areByteEqual() throws IOException {
        for (JsonNode golden : goldenCases())
            assertThat(sha256(processor("{}", ImageConvention.TRANSFORMERS).pixels(read(golden))))
                    .as("%s", golden.get("case"))
                    .isEqualTo(golden.get("hf_sha256_rgb").stringValue());
    }

    @Test
    void process_goldenImagesOfPostcards_areClose() throws IOException {
        Path model = Path.of("../models/postcards");
        SafetensorsFile golden = SafetensorsFile.open(model.resolve("golden/vision.safetensors"));
        ClipImageProcessor processor = ClipImageProcessor
                .fromConfig(model.resolve("clip/preprocessor_config.json"), ImageConvention.TRANSFORMERS);
        assertThat(processor.size()).isEqualTo(64);
        assertClose(processor, golden, List.of(model.resolve("golden/image0.png"), model.resolve("golden/image1.png"),
                model.resolve("golden/image2.png")));
    }

    @Test
    void process_goldenImagesOfTinyClip_areClose() throws IOException {
        ClipImageProcessor processor = ClipImageProcessor
                .fromConfig(GoldenData.of("tiny-clip/preprocessor_config.json"), ImageConvention.TRANSFORMERS);
        assertClose(processor, SafetensorsFile.open(GoldenData.of("tiny-clip-golden/clip.safetensors")),
                List.of(GoldenData.of("inputs/picture-rgb-90x61.png"),
                        GoldenData.of("inputs/picture-rgba-40x47.png")));
    }

    /** The resampling is exact to the byte, so the index's allowance of a grey level is not used. */
    private static void assertClose(ClipImageProcessor processor, SafetensorsFile golden, List<Path> images)
            throws IOException {
        float[] expected = golden.floats("pixel_values");
        int length = expected.length / images.size();
        for (int i = 0; i < images.size(); i++)
            assertThat(processor.process(ImageIO.read(images.get(i).toFile()))).as("%s", images.get(i))
                    .containsExactly(Arrays.copyOfRange(expected, i * length, (i + 1) * length), within(2e-6f));
    }

    @Test
    void see_goldenImages_showsThePixelsAndHowTheyWereCut() throws IOException {
        for (JsonNode golden : goldenCases()) {
            ClipImageProcessor processor = processor("{}", ImageConvention.OPENAI);
            SeenImage seen = processor.see(read(golden));
            assertThat(List.of(seen.resizedWidth(), seen.resizedHeight())).as("%s", golden.get("case"))
                    .containsExactly(golden.get("resized").get(0).intValue(), golden.get("resized").get(1).intValue());
            assertThat(List.of(seen.left(), seen.top())).as("%s", golden.get("case"))
                    .containsExactly(golden.get("crop_offset").get(0).intValue(),
                            golden.get("crop_offset").get(1).intValue());
            assertThat(sha256(Pixels.of(seen.image(), false))).as("%s", golden.get("case"))
                    .isEqualTo(golden.get("sha256_rgb").stringValue());
        }
    }

    @Test
    void process_onePixel_fillsTheModel() throws IOException {
        ClipImageProcessor processor = processor("{\"do_normalize\": false, \"size\": 8, \"crop_size\": 8}",
                ImageConvention.OPENAI);
        BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, 0xff0033);
        float[] tensor = processor.process(image);
        assertThat(tensor).hasSize(3 * 64);
        assertThat(Arrays.copyOf(tensor, 64)).containsOnly(1f);
        assertThat(Arrays.copyOfRange(tensor, 64, 128)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(tensor, 128, 192)).containsOnly(0.2f);
    }

    @Test
    void process_bilevelImage_staysBlackAndWhiteInOpenAiOrder() throws IOException {
        BufferedImage image = new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(3, 2, 0xffffff);
        String config = "{\"do_normalize\": false, \"size\": 16, \"crop_size\": 16}";
        assertThat(processor(config, ImageConvention.OPENAI).process(image)).containsOnly(0f, 1f);
        float[] mixed = processor(config, ImageConvention.TRANSFORMERS).process(image);
        assertThat(IntStream.range(0, mixed.length).mapToObj(i -> mixed[i])).anyMatch(v -> v > 0.2f && v < 0.8f);
    }

    @Test
    void process_imageSmallerThanCropWithoutResize_saysBothSizes() throws IOException {
        ClipImageProcessor processor = processor("{\"do_resize\": false}", ImageConvention.TRANSFORMERS);
        assertThatThrownBy(() -> processor.process(new BufferedImage(30, 300, BufferedImage.TYPE_INT_RGB)))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST))
                .hasMessage("A picture for this model must be at least 224 x 224; found 30 x 300.");
    }

    @Test
    void process_imageTooNarrow_saysSo() throws IOException {
        ClipImageProcessor processor = processor("{}", ImageConvention.TRANSFORMERS);
        assertThatThrownBy(() -> processor.process(new BufferedImage(20_000, 1, BufferedImage.TYPE_INT_RGB)))
                .hasMessage("A picture must not be as narrow as 20000 x 1: "
                        + "at this model's size its long side would be 4480000 pixels.");
    }

    @Test
    void fromConfig_unsupportedValue_isNamed() throws IOException {
        assertBad("{\"resample\": 2}", "resample in ", "must be 3 (bicubic); found 2");
        assertBad("{\"do_center_crop\": false}", "do_center_crop in ", "must be true; found false");
        assertBad("{\"size\": {\"height\": 3, \"width\": 4}}", "size in ", "an object with shortest_edge");
        assertBad("{\"size\": 100}", "size in ", "at least the crop, 224; found 100");
        assertBad("{\"crop_size\": {\"height\": 3, \"width\": 4}}", "crop_size in ", "must be a square");
        assertBad("{\"image_mean\": [1, 2]}", "image_mean in ", "must be three numbers; found [1,2]");
        assertBad("{\"do_resize\": 1}", "do_resize in ", "must be true or false; found 1");
        assertBad("{", "must be JSON");
        assertThatThrownBy(() -> ClipImageProcessor.fromConfig(temporary.resolve("none"), ImageConvention.OPENAI))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("none to read pictures; it is missing");
    }

    private void assertBad(String config, String... parts) {
        assertThatThrownBy(() -> processor(config, ImageConvention.OPENAI))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_MODEL))
                .hasMessageContainingAll(parts);
    }

    private ClipImageProcessor processor(String config, ImageConvention convention) throws IOException {
        Path file = Files.writeString(temporary.resolve("preprocessor_config.json"), config);
        return ClipImageProcessor.fromConfig(file, convention);
    }

    private static JsonNode goldenCases() {
        JsonNode cases = new JsonMapper().readTree(GoldenData.of("preprocess/golden.json").toFile())
                .get("cases");
        assertThat(cases.size()).isEqualTo(12);
        return cases;
    }

    private static BufferedImage read(JsonNode golden) throws IOException {
        return ImageIO.read(GoldenData.of("preprocess/" + golden.get("case").stringValue() + ".png")
                .toFile());
    }

    private static String sha256(Pixels pixels) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(pixels.data()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
