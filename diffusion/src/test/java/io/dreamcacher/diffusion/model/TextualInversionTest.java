package io.dreamcacher.diffusion.model;

import static io.dreamcacher.diffusion.GoldenFiles.assertClose;
import static io.dreamcacher.diffusion.GoldenFiles.floats;
import static io.dreamcacher.diffusion.GoldenFiles.rows;
import static io.dreamcacher.diffusion.GoldenFiles.tolerance;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.diffusion.GoldenFiles;
import io.dreamcacher.diffusion.network.ClipTextModel;
import io.dreamcacher.diffusion.network.ClipTextModel.TextStates;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Words learnt from files: ids and states against diffusers 0.40. */
final class TextualInversionTest {
    private static final String GOLDEN = "tiny-sd1-golden/textual-inversion.safetensors";

    @TempDir
    private Path temporary;

    @Test
    void with_diffusersLayout_agreesWithDiffusers() {
        SafetensorsFile golden = SafetensorsFile.open(GoldenFiles.shared(GOLDEN));
        List<int[]> ids = rows(golden, "input_ids");
        TextualInversionMerge taught = model("tiny-sd1").with(List.of(style()));
        JsonNode prompts = GoldenFiles.index(GOLDEN).path("prompts");

        for (int i = 0; i < ids.size(); i++) {
            assertThat(tokenizer(taught).encode(prompts.get(i).stringValue()).paddedIds()).isEqualTo(ids.get(i));
        }
        try (ClipTextModel encoder = ClipTextModel.load(taught.encoders().getFirst(), new SessionSettings(2))) {
            TextStates states = encoder.encode(ids);
            assertClose("states", states.lastHiddenState(), floats(golden, "last_hidden_state"),
                    tolerance(GOLDEN, "last_hidden_state"));
            assertClose("pooled at the last vector", states.pooled(), floats(golden, "pooler_output"),
                    tolerance(GOLDEN, "pooler_output"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"<postcard-style>|2048 2049", "<Postcard-STYLE>|2048 2049",
            "<postcard-style>_1|2049", "textual-inversion|2048 2049", "Textual-Inversion|2048 2049"})
    void with_anyOfItsNames_standsForAllVectors(String word, String ids) {
        ClipTokenizer tokenizer = tokenizer(model("tiny-sd1").with(List.of(style())));
        assertThat(text(tokenizer.ids(word))).isEqualTo(ids);
        assertThat(text(tokenizer.ids("a " + word + ", a"))).isEqualTo("320 " + ids + " 267 320");
    }

    @Test
    void with_partOfAWord_findsTheTokenOnly() {
        ClipTokenizer plain = tokenizer(model("tiny-sd1"));
        ClipTokenizer taught = tokenizer(model("tiny-sd1").with(List.of(style())));
        assertThat(taught.ids("textual-inversions")).isEqualTo(plain.ids("textual-inversions"));
        assertThat(text(taught.ids("a<postcard-style>a"))).isEqualTo("320 2048 2049 320");
        assertThat(taught.vocabularySize()).isEqualTo(2048);
    }

    @Test
    void with_a1111Layout_isCalledByItsFileName() throws IOException {
        TextualInversion inversion = write("EasyBad", new SafetensorsBytes().add("emb_params", Shape.of(3, 32),
                new float[96]));
        TextualInversionMerge taught = model("tiny-sd1").with(List.of(inversion, style()));

        assertThat(inversion.words()).containsExactly("EasyBad");
        assertThat(inversion.vectorCount()).isEqualTo(3);
        assertThat(text(tokenizer(taught).ids("easybad <postcard-style>"))).isEqualTo("2048 2049 2050 2051 2052");
        assertThat(taught.encoders().getFirst().config().integer("vocab_size", 0)).isEqualTo(2053);
    }

    @Test
    void with_oneVectorOfOneDimension_isOneToken() throws IOException {
        TextualInversion inversion = write("s", new SafetensorsBytes().add("<s>", Shape.of(32), new float[32]));
        assertThat(text(tokenizer(model("tiny-sd1").with(List.of(inversion))).ids("<s>"))).isEqualTo("2048");
    }

    @Test
    void with_bothEncodersOfSdxl_teachesEachItsOwn() throws IOException {
        float[] left = new float[32];
        float[] right = new float[40];
        Arrays.fill(left, 1);
        Arrays.fill(right, 2);
        TextualInversion inversion = write("both", new SafetensorsBytes().add("clip_l", Shape.of(1, 32), left)
                .add("clip_g", Shape.of(1, 40), right));
        TextualInversionMerge taught = model("tiny-sdxl").with(List.of(inversion));

        assertThat(lastRow(taught.encoders().get(0), 32)).isEqualTo(left);
        assertThat(lastRow(taught.encoders().get(1), 40)).isEqualTo(right);
        assertThat(text(taught.tokenizers().get(0).ids("both"))).isEqualTo("2048");
        assertThat(text(taught.tokenizers().get(1).ids("both"))).isEqualTo("2048");
    }

    @Test
    void with_vectorsForOneEncoderOfSdxl_teachesThatOne() {
        TextualInversionMerge plain = model("tiny-sdxl");
        TextualInversionMerge taught = plain.with(List.of(style())); // 32 wide, as the first one's
        assertThat(text(taught.tokenizers().get(0).ids("<postcard-style>"))).isEqualTo("2048 2049");
        assertThat(taught.encoders().get(1)).isSameAs(plain.encoders().get(1));
        assertThat(taught.tokenizers().get(1)).isSameAs(plain.tokenizers().get(1));
    }

    @Test
    void with_vectorsOfAnotherWidth_isRefusedWithBothWidths() {
        assertThatThrownBy(() -> model("tiny-sd2").with(List.of(style()))).hasMessageEndingWith(
                "must have vectors as wide as the model's tokens, 40; its are 32 wide. "
                        + "It was made for another family of models.");
        assertThatThrownBy(() -> model("tiny-sd1").with(List.of(write("two", new SafetensorsBytes()
                .add("clip_l", Shape.of(1, 32), new float[32])
                .add("clip_g", Shape.of(1, 40), new float[40])))))
                .hasMessageContaining("tokens, 32; its are 32 and 40 wide.");
    }

    @Test
    void with_aWordThatIsTaken_isRefused() throws IOException {
        TextualInversion same = write("other", new SafetensorsBytes().add("<Postcard-Style>", Shape.of(32),
                new float[32]));
        assertThatThrownBy(() -> model("tiny-sd1").with(List.of(style(), same)))
                .hasMessageContaining("The word <Postcard-Style> of the textual inversion ")
                .hasMessageEndingWith("the model has learnt it from another file. Rename one of them.");
        TextualInversion token = write("x", new SafetensorsBytes().add("a</w>", Shape.of(32), new float[32]));
        assertThatThrownBy(() -> model("tiny-sd1").with(List.of(token))).hasMessageContaining("has such a token");
        TextualInversion namesake = write("<postcard-style>", new SafetensorsBytes().add("emb_params", Shape.of(1, 32),
                new float[32]));
        assertThatThrownBy(() -> model("tiny-sd1").with(List.of(style(), namesake)))
                .hasMessageContaining("The word <postcard-style> of");
    }

    @Test
    void open_noInversion_isRefusedNamingTensors() {
        assertThatThrownBy(() -> write("x", new SafetensorsBytes().add("a", Shape.of(1), 1).add("b", Shape.of(1), 1)))
                .hasMessageEndingWith("has 2: a, b.");
        assertThatThrownBy(() -> write("x", new SafetensorsBytes().add("a", Shape.of(1, 1, 1), 1)))
                .hasMessageContaining("a of ")
                .hasMessageEndingWith("is [1, 1, 1].");
        assertThatThrownBy(() -> write("x", new SafetensorsBytes().add("clip_l", Shape.of(1, 1), 1)
                .add("clip_g", Shape.of(2, 1), 1, 2))).hasMessageEndingWith("has 1 and 2.");
        assertThatThrownBy(() -> write("x", new SafetensorsBytes().add(" ", Shape.of(1), 1)))
                .hasMessageContaining("must have letters or signs");
    }

    private TextualInversion write(String name, SafetensorsBytes bytes) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "inversion");
        return TextualInversion.open(bytes.write(folder.resolve(name + ".safetensors")));
    }

    private static TextualInversion style() {
        return TextualInversion.open(GoldenFiles.shared("tiny-sd1-extras/textual-inversion.safetensors"));
    }

    private static TextualInversionMerge model(String name) {
        DiffusersRepository repository = DiffusersRepository.open(GoldenFiles.shared(name));
        return new TextualInversionMerge(repository.components()
                .stream()
                .filter(part -> part.startsWith("text_encoder"))
                .map(part -> (NetworkFiles) repository.network(part))
                .toList(), repository.tokenizers());
    }

    private static ClipTokenizer tokenizer(TextualInversionMerge model) {
        return model.tokenizers().getFirst();
    }

    private static float[] lastRow(NetworkFiles encoder, int width) {
        float[] table = encoder.checkpoint().tensor("text_model.embeddings.token_embedding.weight").floats();
        return Arrays.copyOfRange(table, table.length - width, table.length);
    }

    private static String text(int[] ids) {
        return String.join(" ", Arrays.stream(ids).mapToObj(Integer::toString).toList());
    }
}
