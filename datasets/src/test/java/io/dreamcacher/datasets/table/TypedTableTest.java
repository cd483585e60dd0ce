package io.dreamcacher.datasets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.filter.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables whose files keep types: JSON and Parquet; and filters over all of them. */
class TypedTableTest {
    private static final Path SAMPLES = Path.of("src/test/resources/parquet");

    @TempDir
    private Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<TableRow> rows(Path file, Optional<String> where) {
        TableLayout layout = new TableLayout(Optional.empty(), Optional.empty(), where.map(Filter::parse));
        try (Table table = Table.open(file, layout, "prompt")) {
            List<TableRow> rows = new ArrayList<>();
            table.forEachRemaining(rows::add);
            return rows;
        }
    }

    private static List<Object> prompts(List<TableRow> rows) {
        return rows.stream().map(row -> row.value("prompt").orElse("none")).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "a.jsonl|{\"prompt\":\"a boat\",\"width\":512}\\n\\n{\"Prompt\":\"a \\\"cat\\\"\",\"meta\":{\"width\":3}}\\n",
            "a.ndjson|{\"prompt\":\"a boat\",\"width\":512}\\n{\"Prompt\":\"a \\\"cat\\\"\",\"meta\":{\"width\":3}}",
            "a.json|[{\"prompt\":\"a boat\",\"width\":512}, {\"Prompt\":\"a \\\"cat\\\"\",\"meta\":{\"width\":3}}]"})
    void json_objects_areRowsWithTheirTypes(String name, String text) throws IOException {
        List<TableRow> rows = rows(file(name, text.replace("\\n", "\n")), Optional.empty());

        assertThat(prompts(rows)).containsExactly("a boat", "a \"cat\"");
        assertThat(rows.getFirst().value("WIDTH")).contains(512L);
        assertThat(rows.getLast().value("meta.width")).contains(3L);
        assertThat(rows.getLast().values()).containsEntry("meta", "{\"width\":3}");
        assertThat(rows).allMatch(row -> row.fault("prompt").isEmpty());
    }

    @Test
    void json_brokenLine_isARowWithAFaultThatNamesIt() throws IOException {
        List<TableRow> rows = rows(file("a.jsonl", "{\"prompt\":\"a\"}\n{\"prompt\":\n[1]\n"), Optional.empty());

        assertThat(rows.get(0).fault("prompt")).isEmpty();
        assertThat(rows.get(1).fault("prompt").orElseThrow()).contains("line 2 of").contains("a.jsonl");
        assertThat(rows.get(2).fault("prompt").orElseThrow()).contains("line 3 of");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[{\"a\":1}, {\"a\"", "null", "[{\"a\":1}{\"a\":2}]"})
    void json_noArray_isRefused(String text) throws IOException {
        Path file = file("a.json", text);

        assertThatThrownBy(() -> rows(file, Optional.empty())).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("array of objects");
    }

    @ParameterizedTest
    @CsvSource({"datapage_v2.snappy.parquet, 5", "nested_maps.snappy.parquet, 6",
            "concatenated_gzip_members.parquet, 513", "rle-dict-snappy-checksum.parquet, 1000"})
    void parquet_filesOfOthers_areRead(String name, int count) {
        List<TableRow> rows = rows(SAMPLES.resolve(name), Optional.empty());

        assertThat(rows).hasSize(count).allMatch(row -> !row.values().isEmpty());
    }

    @Test
    void parquet_values_areTheirs() {
        List<TableRow> rows = rows(SAMPLES.resolve("datapage_v2.snappy.parquet"), Optional.empty());

        assertThat(rows.stream().map(row -> row.value("a").orElse("none")).toList())
                .isEqualTo(List.of("abc", "abc", "abc", "none", "abc"));
        assertThat(rows.stream().map(row -> row.value("d").orElse("none")).toList())
                .isEqualTo(List.of(true, true, true, false, true));
    }

    @Test
    void parquet_writtenRandomRows_areReadBack() {
        SplittableRandom random = new SplittableRandom(9);
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < 1003; i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            put(random, row, "prompt", "a boat ✓ " + random.nextInt());
            put(random, row, "width", random.nextLong());
            put(random, row, "score", random.nextDouble());
            put(random, row, "nsfw", random.nextBoolean());
            put(random, row, "mixed", random.nextBoolean() ? "text" : "7");
            rows.add(row);
        }
        Path file = folder.resolve("out/a.parquet");

        ParquetTable.write(file, List.of("id", "prompt"), rows);

        List<TableRow> read = rows(file, Optional.empty());
        assertThat(read.stream().map(TableRow::values).toList()).isEqualTo(rows);
        try (Table table = Table.open(file, TableLayout.UNKNOWN, "prompt")) {
            assertThat(table.columns()).startsWith("id", "prompt").hasSize(6);
        }
    }

    private static void put(SplittableRandom random, Map<String, Object> row, String name, Object value) {
        if (random.nextInt(5) > 0) {
            row.put(name, value);
        }
    }

    @Test
    void parquet_noRows_isAFileOfNone() {
        Path file = folder.resolve("a.parquet");

        ParquetTable.write(file, List.of("prompt"), List.of());

        assertThat(rows(file, Optional.empty())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 11, 200, 700, 1100})
    void parquet_cutShort_isRefused(int bytes) throws IOException {
        byte[] whole = Files.readAllBytes(SAMPLES.resolve("datapage_v2.snappy.parquet"));
        Path file = folder.resolve("cut.parquet");
        Files.write(file, Arrays.copyOf(whole, bytes));

        assertThatThrownBy(() -> rows(file, Optional.empty())).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("cut.parquet");
    }

    @Test
    void filter_everyKindOfTable_leavesOutTheSameRows() throws IOException {
        Path csv = file("a.csv", "prompt,width\na boat,512\na cat,64\na dog,\n");
        Path jsonl = file("a.jsonl",
                "{\"prompt\":\"a boat\",\"width\":512}\n{\"prompt\":\"a cat\",\"width\":64}\n{\"prompt\":\"a dog\"}\n");
        Path parquet = folder.resolve("a.parquet");
        ParquetTable.write(parquet, List.of(), List.of(Map.of("prompt", "a boat", "width", 512),
                Map.of("prompt", "a cat", "width", 64), Map.of("prompt", "a dog")));

        for (Path file : List.of(csv, jsonl, parquet)) {
            assertThat(prompts(rows(file, Optional.of("width>=100")))).as("%s", file).containsExactly("a boat");
            assertThat(prompts(rows(file, Optional.of("width is missing")))).containsExactly("a dog");
            assertThat(prompts(rows(file, Optional.of("length<6 and width<100")))).containsExactly("a cat");
        }
        assertThat(prompts(rows(file("a.txt", "a boat\na\n"), Optional.of("length>3")))).containsExactly("a boat");
    }

    @Test
    void filter_columnThatIsNotThere_isRefusedWithTheNearest() throws IOException {
        Path csv = file("a.csv", "prompt,width\na boat,512\n");

        assertThatThrownBy(() -> rows(csv, Optional.of("widht>1"))).hasMessageContaining("Did you mean \"width\"?");
    }

    @Test
    void filter_ordinals_areThoseOfTheFile() throws IOException {
        Path csv = file("a.csv", "prompt,width\na,1\nb,2\nc,3\n");
        TableLayout layout = new TableLayout(Optional.empty(), Optional.empty(), Optional.of(Filter.parse("width>1")));

        try (Table table = Table.open(csv, layout, "prompt")) {
            table.next();
            assertThat(table.ordinal()).isEqualTo(2);
            table.next();
            assertThat(table.hasNext()).isFalse();
            assertThat(table.leftOut()).isEqualTo(1);
        }
    }
}
