package io.dreamcacher.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.testkit.GoldenData;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                new PromptSource.Row(1, 1, "a boat"),
                new PromptSource.Row(2, 3, "  a \"red, house "), new PromptSource.Row(3, 4, "⛵"));
    }

    @Test
    void csv_isItsPromptColumn_quotesAndLineBreaksIncluded() throws IOException {
        assertThat(read(file("a.csv", """
                id,Prompt,note
                1,"a ""red"" boat,
                at sea",x
                2,,empty

                4,a house,
                """))).containsExactly(new PromptSource.Row(1, 2, "a \"red\" boat,\nat sea"),
                new PromptSource.Row(2, 4, ""),
                new PromptSource.Row(3, 6, "a house"));
    }

    @Test
    void tsv_isSeparatedByTabs_andQuotesAreCharactersUnlessTheyEncloseAField() throws IOException {
        Path file = file("a.TSV",
                "n\tPROMPT\n1\ta, b \"c\"\n\n2\t\"D\" e\n3\t\"say \"\"f\"\"\"\n4\t\"g\" or \"h\"\n5\t\n");
        assertThat(read(file)).containsExactly(new PromptSource.Row(1, 2, "a, b \"c\""),
                new PromptSource.Row(2, 4, "\"D\" e"),
                new PromptSource.Row(3, 5, "say \"f\""), new PromptSource.Row(4, 6, "\"g\" or \"h\""),
                new PromptSource.Row(5, 7, ""));
    }

    @Test
    void csv_withANamedColumn_readsThat() throws IOException {
        Path file = file("a.csv", "caption,prompt\nx,y\n");
        try (PromptSource source = PromptSource.open(file, column("Caption"))) {
            assertThat(source).extracting(PromptSource.Row::prompt).containsExactly("x");
        }
    }

    @Test
    void csv_withOneColumn_readsItWhateverItsName() throws IOException {
        assertThat(read(file("a.csv", "text\nhello\n"))).extracting(PromptSource.Row::prompt).containsExactly("hello");
    }

    @ParameterizedTest
    @CsvSource({"a.txt, hello", "a.csv, prompt", "a.tsv, prompt"})
    void byteOrderMark_isPassedOver(String name, String first) throws IOException {
        List<PromptSource.Row> rows = read(file(name, "\ufeff" + first + "\nnext"));
        assertThat(rows.getLast().prompt()).isEqualTo("next");
        assertThat(rows.getFirst().prompt()).doesNotContain("\ufeff");
    }

    @Test
    void csv_withoutTheColumn_listsThoseThere() throws IOException {
        Path file = file("a.csv", "id,caption\n1,x\n");
        assertThatThrownBy(() -> PromptSource.open(file)).isInstanceOf(DreamCacherException.class)
                .hasMessage("The prompts are expected in a column \"prompt\", but " + file
                        + " has the columns [id, caption]; name one of these.");
        assertThatThrownBy(() -> PromptSource.open(file, column("text"))).hasMessageContaining("a column \"text\"");
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
                "the record that begins in line 2 does not (Unexpected character after closing quote: 'b' (0x62)); correct it.");
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
        List<PromptSource.Row> rows = read(file("a.txt", ("y" + line + "\n").repeat(20_000)));
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
        assertThatThrownBy(() -> PromptSource.open(Path.of("a.xls"))).hasMessage(
                "A file of prompts ends in .txt (a prompt a line), .csv, .tsv, .jsonl, .json or .parquet, but a.xls does not; rename it.");
    }

    @Test
    void open_ofATextWithAColumn_isRefused() {
        assertThatThrownBy(() -> PromptSource.open(Path.of("a.txt"), column("text"))).hasMessage(
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
            for (PromptSource.Row row : source) {
                count++;
                assertThat(row.ordinal()).isEqualTo(count);
            }
        }
        assertThat(count).isEqualTo(300_000);
    }

    @ParameterizedTest
    @CsvSource({"PartiPrompts.tsv, 1632", "diffusiondb-10k.txt, 10000"})
    void published_promptSets_haveAllTheirRecords(String name, int records) {
        assertThat(read(GoldenData.of("prompts/" + name))).hasSize(records);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            a.csv|prompt~a cat, highly detailed~|2|2 fields|1 column,|.txt
            a.csv|id,prompt~1,fine~2,5" by 7" photo, of a dog~|3|3 fields|2 columns|--separator
            a.csv|id,prompt~1,fine~2|3|1 field |2 columns|--separator
            a.csv|prompt;x~fine;1~a;b;c~|3|3 fields|2 columns|';'
            a.csv|prompt\tx~a|2|1 field |2 columns|tab
            a.tsv|n\tprompt~1\ta\tb~|2|3 fields|2 columns|tab
            a.tsv|n\tprompt~1\tfine~2|3|1 field |2 columns|tab
            a.tsv|n\tprompt~1\t"two~lines"~|2|in one line|never closed|.csv
            """)
    void table_rowOfOtherThanTheHeadersFields_isRefusedWithLineAndRemedy(String name, String content, int line,
            String found, String expected, String remedy) throws IOException {
        Path file = file(name, content.replace('~', '\n').replace("\\t", "\t"));
        assertThatThrownBy(() -> read(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("line " + line + " of " + file)
                .hasMessageContaining(found)
                .hasMessageContaining(expected)
                .hasMessageContaining(remedy);
    }

    @Test
    void csv_spaceAroundQuotes_isNoPartOfTheField() throws IOException {
        Path file = file("a.csv", "act, prompt\n\"x\", \"a cat, black\" \n\"y\", \"a \"\"big\"\" dog\"\n");
        assertThat(read(file)).extracting(PromptSource.Row::prompt).containsExactly("a cat, black", "a \"big\" dog");
    }

    @Test
    void csv_quoteWithinAField_isACharacter() throws IOException {
        assertThat(read(file("a.csv", "prompt,x\na 6\" cat,1\n"))).extracting(PromptSource.Row::prompt)
                .containsExactly("a 6\" cat");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '/', quoteCharacter = '\0', textBlock = """
            a.csv/prompt;x/a, b;1/';'
            a.csv/x|prompt/1|a, b/'|'
            a.csv/x\tprompt/1\ta, b/tab
            a.csv/prompt;note, long/a, b;c/';'
            a.csv/"prompt";"x, y"/a, b;1/';'
            a.tsv/x;prompt/1;a, b/';'
            """)
    void table_otherSeparator_isFoundInTheHeaderAndSaid(String name, String header, String row, String said)
            throws IOException {
        Path file = file(name, (header + "\n" + row + "\n").replace("\\t", "\t"));
        assertThat(read(file)).extracting(PromptSource.Row::prompt).containsExactly("a, b");
        try (PromptSource source = PromptSource.open(file)) {
            assertThat(source.note().orElseThrow()).contains("\"prompt\"", said + " between fields");
        }
    }

    @Test
    void table_usualSeparatorAndColumn_leavesNothingToSay() throws IOException {
        try (PromptSource source = PromptSource.open(file("a.csv", "x;y,prompt\n1,a\n"))) {
            assertThat(source.note()).isEmpty();
            assertThat(source).extracting(PromptSource.Row::prompt).containsExactly("a");
        }
        try (PromptSource source = PromptSource.open(file("b.csv", "a cat\na dog\n"))) {
            assertThat(source.note().orElseThrow()).contains("the column \"a cat\"");
        }
    }

    @Test
    void table_namedSeparator_isUsed() throws IOException {
        Path file = file("a.csv", "prompt,x#y\na, b#1\n");
        TableLayout layout = new TableLayout(Optional.of("prompt,x"), Optional.of('#'));
        try (PromptSource source = PromptSource.open(file, layout)) {
            assertThat(source).extracting(PromptSource.Row::prompt).containsExactly("a, b");
        }
        Path text = file("a.txt", "a");
        assertThatThrownBy(() -> PromptSource.open(text, layout)).hasMessageContaining("no fields");
    }

    @Test
    void table_twoColumnsOfOneName_isRefused() throws IOException {
        Path file = file("a.csv", "prompt,Prompt\na,b\n");
        assertThatThrownBy(() -> PromptSource.open(file)).hasMessageContaining("has 2 of that name");
    }

    @ParameterizedTest
    @CsvSource({"a.txt", "a.csv", "a.tsv"})
    void lines_endedByCarriageReturns_areLines(String name) throws IOException {
        assertThat(read(file(name, "prompt\ra cat\ra dog\r"))).extracting(PromptSource.Row::prompt)
                .endsWith("a cat", "a dog");
    }

    @Test
    void header_alone_hasNoRows() throws IOException {
        assertThat(read(file("a.csv", "prompt,x\n"))).isEmpty();
        assertThat(read(file("a.tsv", "prompt\tx"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a.txt", "a.csv", "a.tsv"})
    void nul_anywhere_isRefusedWithItsLine(String name) throws IOException {
        Path file = file(name, "prompt\na\0cat\n");
        assertThatThrownBy(() -> read(file)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("NUL character in line 2");
    }

    @ParameterizedTest
    @CsvSource({"a.txt", "a.csv", "a.tsv"})
    void utf16_isToldAsWhatItIs(String name) throws IOException {
        Path marked = Files.write(folder.resolve(name), "\ufeffprompt\na cat\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> read(marked)).hasMessageContaining("is UTF-16");
        Path bare = Files.write(folder.resolve(name), "prompt\na cat\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> read(bare)).hasMessageContaining("UTF-16");
    }

    private static TableLayout column(String name) {
        return new TableLayout(Optional.of(name), Optional.empty());
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<PromptSource.Row> read(Path file) {
        List<PromptSource.Row> rows = new ArrayList<>();
        try (PromptSource source = PromptSource.open(file)) {
            source.forEach(rows::add);
        }
        return rows;
    }
}
