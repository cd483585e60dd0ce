package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class ImportCommandTest {
    @TempDir
    private Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder.resolve("cache"), folder.resolve("data"), arguments);
    }

    private Path picture(String name, Color color) throws IOException {
        Path file = folder.resolve("set").resolve(name);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        image.createGraphics().drawImage(image, 0, 0, color, null);
        for (int x = 0; x < 64; x++) {
            for (int y = 0; y < 24; y++) {
                image.setRGB(x, y, color.getRGB());
            }
        }
        ImageIO.write(image, name.endsWith("jpg") ? "jpg" : "png", file.toFile());
        return file;
    }

    @Test
    void import_folderWithABrokenPicture_remembersTheOthersOnce() throws IOException {
        picture("00000/000000000.jpg", Color.RED);
        Files.writeString(folder.resolve("set/00000/000000000.txt"), "a red sailing boat on the sea");
        picture("00000/000000001.png", Color.BLUE);
        Files.writeString(folder.resolve("set/00000/000000001.json"), "{\"caption\": \"a snowy mountain\"}");
        Files.writeString(folder.resolve("set/00000/000000002.jpg"), "<html>not found</html>");
        String set = folder.resolve("set").toString();

        CommandRun first = run("import", set, "--json");
        assertThat(first.code()).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(first.err()).contains("00000/000000002.jpg");
        assertThat(first.json().path("remembered").asInt()).isEqualTo(2);
        assertThat(first.json().path("refused").asInt()).isEqualTo(1);

        CommandRun second = run("import", set);
        assertThat(second.out()).contains("3 pictures: 0 remembered, 2 known before, 1 refused");

        JsonNode results = run("search", "a boat on the sea", "--json").json().path("results");
        assertThat(results.path(0).path("prompt").asString()).isEqualTo("a red sailing boat on the sea");
        JsonNode byPicture = run("search", "--image", picture("query.png", Color.BLUE).toString(), "--json").json();
        assertThat(byPicture.path("results").path(0).path("prompt").asString()).isEqualTo("a snowy mountain");
    }

    @Test
    void import_picturesOfAnotherMemory_answerAgain() throws IOException {
        CommandRun made = run("generate", "a red boat", "--steps", "1", "--seed", "4", "--json");
        String id = made.json().path("answers").path(0).path("id").asString();
        Path images = folder.resolve("data/images/public");
        Path other = folder.resolve("other");

        CommandRun taken = CommandRun.of(folder.resolve("cache"), other, "import", images.toString());
        assertThat(taken.out()).contains("1 pictures: 1 remembered");
        JsonNode again = CommandRun.of(folder.resolve("cache"), other, "generate", "a red boat", "--steps", "1",
                "--seed", "4", "--json").json().path("answers").path(0);
        assertThat(again.path("outcome").asString()).isEqualTo("EXACT");
        assertThat(again.path("id").asString()).isEqualTo(id);
        try (Stream<Path> files = Files.walk(other.resolve("images/public"))) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            assertThat(file).hasSameBinaryContentAs(images.resolve(id.substring(0, 2)).resolve(id + ".png"));
        }
    }

    @Test
    void import_prompts_areSuggested() throws IOException {
        Path file = Files.writeString(folder.resolve("prompts.csv"), "words,id\na red boat at sea,1\na blue door,2\n");
        assertThat(run("import", file.toString(), "--column", "words").out()).contains("2 prompts: 2 embedded");
        assertThat(run("suggest", "a red").out()).contains("a red boat at sea");
    }

    @Test
    void import_nothingOfThatName_isASentence() {
        CommandRun missing = run("import", folder.resolve("none.png").toString());
        assertThat(missing.code()).isNotZero();
        assertThat(missing.err()).contains("none.png").doesNotContain("Exception");
        assertThat(run("import", folder.resolve("none.csv").toString()).err()).contains("none.csv");
        assertThat(run("import", folder.resolve("none").toString()).err()).contains("ends in .txt")
                .doesNotContain("Exception", "journal");
    }
}
