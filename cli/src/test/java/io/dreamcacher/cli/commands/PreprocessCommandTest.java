package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.testkit.GoldenData;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PreprocessCommandTest {
    private static final Path GOLDEN = GoldenData.of("preprocess");
    private static final Path PICTURE = Path.of("../models/postcards/examples.png");

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    /** Golden pixels: openai/CLIP d05afc4 with Pillow 12.3.0, and transformers 5.18.0. */
    @Test
    void preprocess_goldenPictures_areByteEqualInBothOrders() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("preprocessor_config.json"), "{}"); // 224, as all of CLIP's defaults
        for (JsonNode golden : JsonMapper.shared().readTree(GOLDEN.resolve("golden.json").toFile()).path("cases")) {
            Path source = GOLDEN.resolve(golden.path("case").asString() + ".png");
            JsonNode openai = preprocess(source, model, "openai");
            assertThat(openai.path("resized")).as("%s", source).isEqualTo(golden.path("resized"));
            assertThat(openai.path("cropOffset")).as("%s", source).isEqualTo(golden.path("crop_offset"));
            assertThat(sha256(openai)).as("%s", source).isEqualTo(golden.path("sha256_rgb").asString());
            JsonNode transformers = preprocess(source, model, "transformers");
            assertThat(sha256(transformers)).as("%s", source).isEqualTo(golden.path("hf_sha256_rgb").asString());
        }
    }

    /** 8x8 in one colour. */
    @Test
    void preprocess_ofWebP_isRead() throws IOException {
        Path webp = folder.resolve("a.webp");
        Files.write(webp, Base64.getDecoder().decode("UklGRh4AAABXRUJQVlA4TBEAAAAvB8ABAAdQjyIXpf+BiOh/AAA="));
        Path model = Files.createDirectory(folder.resolve("model"));
        Files.writeString(model.resolve("preprocessor_config.json"), "{}");

        BufferedImage seen = ImageFileReader.DEFAULT
                .read(Path.of(preprocess(webp, model, "openai").path("path").asString()));

        assertThat(seen.getRGB(100, 100)).isEqualTo(0xffc81e28);
    }

    private JsonNode preprocess(Path source, Path model, String order) {
        CommandRun run = CommandRun.of(cache, "preprocess", source.toString(), "--model", model.toString(), "--order",
                order, "-o", folder.resolve("seen.png").toString(), "--json");
        assertThat(run.code()).as(run.err()).isZero();
        return run.json();
    }

    private static String sha256(JsonNode json) {
        BufferedImage picture = ImageFileReader.DEFAULT.read(Path.of(json.path("path").asString()));
        byte[] rgb = new byte[picture.getWidth() * picture.getHeight() * 3];
        for (int i = 0; i < rgb.length; i++) {
            int pixel = picture.getRGB(i / 3 % picture.getWidth(), i / 3 / picture.getWidth());
            rgb[i] = (byte) (pixel >> (16 - 8 * (i % 3)));
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(rgb));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void preprocess_forPeople_tellsTheNumbers() {
        Path seen = folder.resolve("seen.png");

        CommandRun run = CommandRun.of(cache, "preprocess", PICTURE.toString(), "-o", seen.toString());

        assertThat(run.out()).contains("cropped to 64x64").contains(seen.toString());
        assertThat(ImageFileReader.DEFAULT.read(seen).getWidth()).isEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            preprocess                                  | 2 | PICTURE
            preprocess nowhere.png -o FOLDER/x.png      | 3 | nowhere.png
            preprocess pom.xml -o FOLDER/x.png          | 2 | pom.xml
            preprocess IMAGE -o FOLDER/x.jpg            | 2 | x.jpg
            preprocess IMAGE -o FOLDER/none/x.png       | 3 | none
            preprocess IMAGE --model TEXTS              | 4 | preprocessor_config.json
            preprocess IMAGE --order x                  | 2 | 'x'
            """)
    void preprocess_badInput_isOneSentenceAndACode(String line, int code, String said) {
        CommandRun run = CommandRun.of(cache,
                line.replace("IMAGE", PICTURE.toString())
                        .replace("FOLDER", folder.toString())
                        .replace("TEXTS", "../models/postcards/sd/text_encoder")
                        .split(" ", -1));

        assertThat(run.err()).hasLineCount(1).contains(said);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
