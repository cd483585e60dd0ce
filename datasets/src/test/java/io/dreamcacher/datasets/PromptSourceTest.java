package io.dreamcacher.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptSourceTest {
    @TempDir
    private Path folder;

    @Test
    void txt_isAPromptALine() throws IOException {
        assertThat(read(file("a.txt", "a boat\r\n\n  a \"red, house \n⛵"))).containsExactly(
                new PromptRow(1, 1, "a boat"),
                new PromptRow(2, 3, "  a \"red, house "), new PromptRow(3, 4, "⛵"));
    }

    @Test
    void csv_isItsPromptColumn_quotesAndLineBreaksIncluded() throws IOException {
        assertThat(read(file("a.csv", """
                id,Prompt,note
                1,"a ""red"" boat,
                at sea",x
                2,,empty

                3
                4,a house
                """))).containsExactly(new PromptRow(1, 2, "a \"red\" boat,\nat sea"), new PromptRow(2, 4, ""),
                new PromptRow(3, 6, ""), new PromptRow(4, 7, "a house"));
    }

    @Test
    void tsv_isSeparatedByTabs_andQuotesAreCharactersUnlessTheyEncloseAField() throws IOException {
        Path file = file("a.TSV",
                "n\tPROMPT\n1\ta, b \"c\"\n\n2\t\"D\" e\n3\t\"say \"\"f\"\"\"\n4\t\"g\" or \"h\"\n5\n");
        assertThat(read(file)).containsExactly(new PromptRow(1, 2, "a, b \"c\""), new PromptRow(2, 4, "\"D\" e"),
                new PromptRow(3, 5, "say \"f\""), new PromptRow(4, 6, "\"g\" or \"h\""), new PromptRow(5, 7, ""));
    }

    @Test
    void csv_withANamedColumn_readsThat() throws IOException {
        Path file = file("a.csv", "caption,prompt\nx,y\n");
        try (PromptSource source = PromptSource.open(file, "Caption")) {
            assertThat(source).extracting(PromptRow::prompt).containsExactly("x");
        }
    }

    @Test
    void csv_withOneColumn_readsItWhateverItsName() throws IOException {
        assertThat(read(file("a.csv", "text\nhello\n"))).extracting(PromptRow::prompt).containsExactly("hello");
    }

    @ParameterizedTest
    @CsvSource({"a.txt, hello", "a.csv, prompt", "a.tsv, prompt"})
    void byteOrderMark_isPassedOver(String name, String first) throws IOException {
        List<PromptRow> rows = read(file(name, "\ufeff" + first + "\nnext"));
        assertThat(rows.getLast().prompt()).isEqualTo("next");
        assertThat(rows.getFirst().prompt()).doesNotContain("\ufeff");
    }

    @Test
    void csv_withoutTheColumn_listsThoseThere() throws IOException {
        Path file = file("a.csv", "id,caption\n1,x\n");
        assertThatThrownBy(() -> PromptSource.open(file)).isInstanceOf(DreamCacherException.class)
                .hasMessage("The prompts are expected in a column \"prompt\", but " + file
                        + " has the columns [id, caption]; name one of these.");
        assertThatThrownBy(() -> PromptSource.open(file, "text")).hasMessageContaining("a column \"text\"");
    }

    @ParameterizedTest
    @CsvSource({"a.csv", "a.tsv"})
    void table_ofNothing_saysWhatIsMissing(String name) throws IOException {
        Path file = file(name, "");
        assertThatThrownBy(() -> PromptSource.open(file)).hasMessage(
                "A table begins with a line that names its columns, but " + file + " is empty; add one.");
    }

    @Test
    void csv_withAnUnclosedQuote_saysWhereItBegan() throws IOException {
        Path file = file("a.csv", "prompt\nfine\n\"two\nlines\"\n\"open\nand\nso on\n");
        assertThatThrownBy(() -> read(file)).isInstanceOf(DreamCacherException.class)
                .hasMessage(
                        "A field that begins with a quote must end with one, before a separator or the end of the line, but in "
                                + file
                                + " the record that begins in line 5 does not (Unclosed quoted field at end of input); correct it.");
    }

    @Test
    void csv_withTextAfterAQuote_saysWhere() throws IOException {
        Path file = file("a.csv", "prompt\n\"a\" b\n");
        assertThatThrownBy(() -> read(file)).hasMessageContaining(
                "the record that begins in line 2 does not (Unexpected character after closing quote: ' ' (0x20)); correct it.");
    }

    @ParameterizedTest
    @CsvSource({"a.txt", "a.csv", "a.tsv"})
    void notUtf8_saysLineAndByte(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, "prompt\r\nfine é\r\ncaf".getBytes(StandardCharsets.UTF_8));
        Files.write(file, new byte[]{(byte) 0xe9, '\n'}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> read(file)).isInstanceOf(DreamCacherException.class)
                .hasMessage("A prompt file must be UTF-8, but " + file
                        + " has the byte e9 in line 3 (byte 21 of the file), which is not; save it as UTF-8.");
    }

    @Test
    void notUtf8_farInTheFile_saysLineAndByte() throws IOException {
        Path file = folder.resolve("a.txt");
        byte[] good = "é⛵ ab\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        Files.write(file, good);
        Files.write(file, new byte[]{(byte) 0xe2, (byte) 0x9b}, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> read(file)).hasMessageContaining("byte e2 in line 100,001 (byte 900,001 of the file)");
    }

    @Test
    void utf8_acrossBufferBoundaries_isWhatItWas() throws IOException {
        String line = "x".repeat(7) + "⛵é🏳️‍🌈";
        List<PromptRow> rows = read(file("a.txt", ("y" + line + "\n").repeat(20_000)));
        assertThat(rows).hasSize(20_000).allSatisfy(row -> assertThat(row.prompt()).isEqualTo("y" + line));
        assertThat(rows.getLast().line()).isEqualTo(20_000);
    }

    @Test
    void open_ofNoFile_saysSo() {
        Path file = folder.resolve("none.csv");
        assertThatThrownBy(() -> PromptSource.open(file))
                .hasMessage("There is no prompt file " + file + "; check the path.")
                .extracting(e -> ((DreamCacherException) e).category())
                .isEqualTo(FailureCategory.NOT_FOUND);
    }

    @Test
    void open_ofAnotherEnding_saysWhichAreRead() {
        assertThatThrownBy(() -> PromptSource.open(Path.of("a.parquet"))).hasMessage(
                "A prompt file ends in .txt (a prompt a line), .csv or .tsv, but a.parquet does not; rename it.");
    }

    @Test
    void open_ofATextWithAColumn_isRefused() {
        assertThatThrownBy(() -> PromptSource.open(Path.of("a.txt"), "text")).hasMessage(
                "A .txt file has a prompt a line and no columns, but column \"text\" of a.txt was asked for; leave the column out.");
    }

    @Test
    void open_ofAFolder_saysSo() throws IOException {
        Path file = Files.createDirectory(folder.resolve("a.txt"));
        assertThatThrownBy(() -> read(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageEndingWith("check that it is a file you may read.");
    }

    /** Rows come in order, as many as there are, without a list of them anywhere. */
    @Test
    void iteration_streams() throws IOException {
        Path file = folder.resolve("big.csv");
        try (Writer writer = Files.newBufferedWriter(file)) {
            writer.write("id,prompt\n");
            for (int i = 0; i < 300_000; i++) {
                writer.write(i + ",\"a picture of, number " + i + "\"\n");
            }
        }
        long count = 0;
        try (PromptSource source = PromptSource.open(file)) {
            for (PromptRow row : source) {
                count++;
                assertThat(row.ordinal()).isEqualTo(count);
            }
        }
        assertThat(count).isEqualTo(300_000);
    }

    @ParameterizedTest
    @CsvSource({"open-prompts-1k.csv, 998", "PartiPrompts.tsv, 1632", "diffusiondb-10k.txt, 10000"})
    void published_promptSets_haveAllTheirRecords(String name, int records) {
        Path file = Path.of("../../shared/data/prompts", name);
        assumeTrue(Files.exists(file), "the shared data is not here");
        assertThat(read(file)).hasSize(records);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<PromptRow> read(Path file) {
        List<PromptRow> rows = new ArrayList<>();
        try (PromptSource source = PromptSource.open(file)) {
            source.forEach(rows::add);
        }
        return rows;
    }
}
