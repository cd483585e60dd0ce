package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.image.ImageFileReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code vae}, {@code blend} and {@code dream} with the bundled model; two steps a picture keep them quick. */
class PipelineCommandsTest {
    private static final Path PICTURE = Path.of("../models/postcards/golden/pipeline_pndm_0.png");

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private CommandRun run(String... arguments) {
        CommandRun run = CommandRun.of(cache, arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    private BufferedImage picture(String name) {
        return ImageFileReader.DEFAULT.read(folder.resolve(name));
    }

    private static double distance(BufferedImage a, BufferedImage b) {
        double sum = 0;
        for (int i = 0; i < a.getWidth() * a.getHeight(); i++) {
            int x = i % a.getWidth();
            int y = i / a.getWidth();
            for (int shift = 0; shift <= 16; shift += 8) {
                sum += Math.abs((a.getRGB(x, y) >> shift & 0xff) - (b.getRGB(x, y) >> shift & 0xff));
            }
        }
        return sum / (3.0 * a.getWidth() * a.getHeight());
    }

    @Test
    void vae_picture_isShownBesideWhatComesBackAndWhatIsLost() {
        JsonNode json = run("vae", PICTURE.toString(), "-o", file("t.png"), "--json").json();
        BufferedImage triptych = picture("t.png");
        BufferedImage original = triptych.getSubimage(4, 4, 128, 128);
        BufferedImage decoded = triptych.getSubimage(136, 4, 128, 128);
        BufferedImage difference = triptych.getSubimage(268, 4, 128, 128);

        assertThat(json.path("latents").toString()).isEqualTo("[8,16,16]");
        assertThat(json.path("psnr").asDouble()).isCloseTo(psnr(original, decoded), within(1e-9)).isBetween(19.0, 40.0);
        assertThat(distance(original, ImageFileReader.DEFAULT.read(PICTURE))).isZero();
        for (int i = 0; i < 128; i++) {
            int lost = Math.abs((original.getRGB(i, i) & 0xff) - (decoded.getRGB(i, i) & 0xff));
            assertThat(difference.getRGB(i, i) & 0xff).isEqualTo(Math.min(255, 8 * lost));
        }
    }

    private static double psnr(BufferedImage a, BufferedImage b) {
        double squares = 0;
        for (int i = 0; i < 128 * 128; i++) {
            for (int shift = 0; shift <= 16; shift += 8) {
                squares += Math.pow((a.getRGB(i % 128, i / 128) >> shift & 0xff)
                        - (b.getRGB(i % 128, i / 128) >> shift & 0xff), 2);
            }
        }
        return 10 * Math.log10(255 * 255 / (squares / (3 * 128 * 128)));
    }

    @Test
    void vae_pictureOfAnyShape_isResizedToWhatTheModelTakes() {
        CommandRun run = run("vae", "../models/postcards/examples.png", "-o", file("t.png"), "--longest", "100");

        assertThat(run.out()).contains("resized to 96x").contains("PSNR");
    }

    @Test
    void blend_ofOneText_isThePictureOfTheText() {
        run("blend", "a red house", "--seed", "3", "--steps", "2", "-o", file("blend.png"));
        CommandRun.of(cache, folder.resolve("data"), "generate", "a red house", "--seed", "3", "--steps", "2",
                "--no-cache", "-o", file("plain.png"));

        assertThat(distance(picture("blend.png"), picture("plain.png"))).isLessThan(0.01);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--noise torch-cuda", "--precision fast", "--karras --scheduler dpmpp-2m",
            "--low-memory --noise torch-cuda"})
    void blend_modelAndEngineFlags_meanWhatTheyMeanToGenerate(String flags) {
        String[] tail = ("--seed 3 --steps 2 " + flags).split(" ");
        run("blend", "a red house", "--seed", "3", "--steps", "2", "-o", file("usual.png"));
        run(words(tail, "blend", "a red house", "-o", file("blend.png")));
        CommandRun.of(cache, folder.resolve("data"),
                words(tail, "generate", "a red house", "--no-cache", "-o", file("plain.png")));

        assertThat(distance(picture("blend.png"), picture("plain.png"))).isLessThan(0.01);
        assertThat(distance(picture("blend.png"), picture("usual.png"))).isGreaterThan(0.02);
    }

    private static String[] words(String[] tail, String... head) {
        return Stream.of(head, tail).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void blend_eachOperation_changesThePicture() {
        String[][] operations = {{}, {"--weights", "0.9,0.1"}, {"--add", "0.5"}, {"--scale", "1.5"},
                {"--plus", "at night"}, {"--minus", "at night"}, {"--randomise", "0.5"}};
        for (int i = 0; i < operations.length; i++) {
            String[] fixed = {"blend", "a red house", "a blue house", "--steps", "2", "-o", file(i + ".png")};
            run(Stream.of(fixed, operations[i]).flatMap(Stream::of).toArray(String[]::new));
            if (i > 0) {
                assertThat(distance(picture("0.png"), picture(i + ".png"))).as(String.join(" ", operations[i]))
                        .isGreaterThan(0.2);
            }
        }
    }

    @Test
    void blend_onPooled_isAVectorBetweenItsTexts() {
        JsonNode json = run("blend", "a red house", "a blue house", "--on", "pooled", "--weights", "0.9,0.1", "--json")
                .json();

        assertThat(json.path("vector").size()).isEqualTo(128);
        assertThat(json.path("similarities").path(0).asDouble())
                .isGreaterThan(json.path("similarities").path(1).asDouble());
        assertThat(json.path("fingerprint").asString()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ddim", "euler-a"})
    void dream_asSheet_beginsAndEndsAtItsPlaces(String sampler) {
        run("dream", "a red house", "a pink castle", "--frames", "3", "--seed", "1,2", "--steps", "2", "--scheduler",
                sampler, "-o", file("walk.png"));
        run("blend", "a red house", "--seed", "1", "--steps", "2", "--scheduler", sampler, "-o",
                file("first.png"));
        run("blend", "a pink castle", "--seed", "2", "--steps", "2", "--scheduler", sampler, "-o",
                file("last.png"));
        BufferedImage sheet = picture("walk.png");

        assertThat(distance(sheet.getSubimage(4, 4, 128, 128), picture("first.png"))).isLessThan(0.01);
        assertThat(distance(sheet.getSubimage(268, 4, 128, 128), picture("last.png"))).isLessThan(0.01);
        assertThat(distance(sheet.getSubimage(136, 4, 128, 128), picture("first.png"))).isGreaterThan(1);
    }

    @Test
    void dream_asFolder_isAFileForEachFrame() throws IOException {
        run("dream", "a red house", "--frames", "3", "--seed", "1,2,3", "--loop", "--steps", "2", "-o", file("walk"));

        try (Stream<Path> files = Files.list(folder.resolve("walk"))) {
            assertThat(files.map(path -> path.getFileName().toString()).sorted())
                    .containsExactly("frame-0001.png", "frame-0002.png", "frame-0003.png");
        }
    }

    @Test
    void dream_asGif_isAnAnimation() throws IOException {
        JsonNode json = run("dream", "a red house", "a pink castle", "--frames", "2", "--steps", "2", "-o",
                file("walk.gif"), "--json").json();

        assertThat(json.path("frames").asInt()).isEqualTo(2);
        assertThat(Files.readAllBytes(folder.resolve("walk.gif"))).startsWith("GIF89a".getBytes(
                StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            vae                                            | 2 | PICTURE
            vae nowhere.png -o FOLDER/t.png                | 3 | nowhere.png
            vae pom.xml -o FOLDER/t.png                    | 2 | pom.xml
            vae IMAGE -o FOLDER/t.jpg                      | 2 | t.jpg
            vae IMAGE -o FOLDER/t.png --longest 3          | 2 | 3 was given
            vae IMAGE -o FOLDER/t.png --amplify -1         | 2 | -1.0 was given
            vae IMAGE -o FOLDER/t.png --model CLIP         | 2 | model_index.json
            blend                                          | 2 | TEXT
            blend a b --weights 1                          | 2 | 1 and 2
            blend a b --weights 1,x                        | 2 | 'x'
            blend a --weights NaN                          | 2 | NaN
            blend a --randomise -1                         | 2 | -1.0
            blend a --weights 0 --on pooled                | 2 | come to nothing
            blend a -o FOLDER/x.gif                        | 2 | x.gif
            blend a --size 100x100 -o FOLDER/x.png         | 2 | 100x100
            dream a                                        | 2 | two keyframes
            dream a b --frames 1                           | 2 | 1 were asked
            dream a b c --seed 1,2                         | 2 | 3 prompts and 2 seeds
            dream a b --fps 0                              | 2 | 0 was given
            dream a b -o FOLDER/x.jpg                      | 2 | x.jpg
            dream a b -o FOLDER/none/x.gif                 | 3 | none
            dream a b --safety refuse -o FOLDER/x.gif      | 2 | folder safety_checker
            blend a --safety flag -o FOLDER/x.png          | 2 | folder safety_checker
            blend a --lora none.safetensors                | 3 | none.safetensors
            vae IMAGE --vae none.safetensors -o FOLDER/t.png | 3 | none.safetensors
            blend a --provider abacus -o FOLDER/x.png      | 2 | abacus
            dream a b --scheduler foo -o FOLDER/x.gif      | 2 | foo
            """)
    void commands_badInput_isOneSentenceAndACode(String line, int code, String said) {
        CommandRun run = CommandRun.of(cache,
                line.replace("IMAGE", PICTURE.toString())
                        .replace("CLIP", "../models/postcards/clip")
                        .replace("FOLDER", folder.toString())
                        .split(" ", -1));

        assertThat(run.err()).hasLineCount(1).contains(said);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }
}
