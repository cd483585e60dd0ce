package io.dreamcacher.datasets.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dreamcacher.datasets.file.Defect;
import io.dreamcacher.datasets.link.LinkSource.Link;
import io.dreamcacher.datasets.link.LinkSource.Tally;
import io.dreamcacher.datasets.table.TableLayout;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkSourceTest {
    /** No licence: read from beside the project, where it is. */
    private static final Path OPEN_PROMPTS = Path.of("../../shared/data/prompts/open-prompts-1k.csv");

    @TempDir
    private Path folder;

    private final List<Defect> defects = new ArrayList<>();
    private Tally tally = new Tally(0, 0, 0, 0, 0);

    @Test
    void openPrompts_has998RecordsAnd90Links() {
        assumeTrue(Files.exists(OPEN_PROMPTS), "the open prompts are not here");

        List<Link> links = read(OPEN_PROMPTS, LinkSource.DEFAULT_KEY);

        assertThat(tally).isEqualTo(new Tally(998, 90, 908, 0, 0));
        assertThat(links).extracting(Link::url).allMatch(url -> url.startsWith("https://")).doesNotHaveDuplicates();
        assertThat(links).extracting(Link::id).allMatch(id -> id.length() == 36).doesNotHaveDuplicates();
        assertThat(links).allMatch(link -> link.prompt().isPresent());
        assertThat(defects).isEmpty();
    }

    @Test
    void openPrompts_keyOfItsFirstScript_has998Links() {
        assumeTrue(Files.exists(OPEN_PROMPTS), "the open prompts are not here");

        assertThat(read(OPEN_PROMPTS, "raw_discord_data.image_uri")).hasSize(998);
    }

    @Test
    void rows_brokenInRow500_areToldWithTheirLineAndPassedOver() throws IOException {
        StringBuilder table = new StringBuilder("prompt,raw_data\n");
        for (int i = 1; i <= 1000; i++) {
            String json = "{\"image_uri\": \"https://example.org/%d.png\"}".formatted(i);
            table.append(
                    "\"a, %d\",\"%s\"%n".formatted(i, (i == 500 ? json.substring(0, 20) : json).replace("\"", "\"\"")));
        }

        List<Link> links = read(file("p.csv", table.toString()), LinkSource.DEFAULT_KEY);

        assertThat(links).hasSize(999).extracting(Link::url).doesNotContain("https://example.org/500.png");
        assertThat(links.getLast().url()).isEqualTo("https://example.org/1000.png");
        assertThat(tally).isEqualTo(new Tally(1000, 999, 0, 1, 0));
        assertThat(defects).singleElement().satisfies(defect -> {
            assertThat(defect.place()).isEqualTo("line 501");
            assertThat(defect.reason()).contains("raw_data", "JSON object");
        });
    }

    @Test
    void rows_ofAllKinds_areLinksPendingOrTold() throws IOException {
        Path file = file("p.tsv", """
                id\traw_data\tprompt
                a\t{"image_uri": "https://example.org/a.png"}\tx
                b\t{"image_uri": "PENDING"}\tx
                c\tpending\tx
                d\t{"image_uri": null}\tx
                e\t{"other": 1}\tx
                f\t{"image_uri": "javascript:alert(1)"}\tx
                g\thttp://example.org/g.png\ttwo
                h\t\tx
                i\t[1]\tx
                j\t{"image_uri": 7}
                k\t{"image_uri": "https://"}\tx
                """);

        assertThat(read(file, LinkSource.DEFAULT_KEY)).containsExactly(
                new Link("a", "https://example.org/a.png", Optional.of("x"), 2),
                new Link("g", "http://example.org/g.png", Optional.of("two"), 8));
        assertThat(tally).isEqualTo(new Tally(11, 2, 2, 7, 0));
        assertThat(defects).extracting(Defect::place)
                .containsExactly("line 5", "line 6", "line 7", "line 9", "line 10", "line 11", "line 12");
    }

    @Test
    void id_rowHasNone_isTheJsonsOrOfTheLinkAlone() throws IOException {
        String uuid = "8284e8ae-ff1c-4cb2-8425-8f92c132200c";
        Path file = file("p.csv", """
                raw_data
                "{""image_uri"": ""https://example.org/a.png"", ""id"": 12}"
                https://example.org/x/%s_thumbnail.webp
                https://example.org/a.png
                https://example.org/b.png
                """.formatted(uuid));

        assertThat(read(file, LinkSource.DEFAULT_KEY)).extracting(Link::id)
                .satisfiesExactly(id -> assertThat(id).isEqualTo("12"), id -> assertThat(id).isEqualTo(uuid),
                        id -> assertThat(id).isEqualTo("077c887d094368c9"), id -> assertThat(id).hasSize(16));
    }

    @Test
    void text_isALinkALine() throws IOException {
        assertThat(read(file("l.txt", "https://example.org/a.png\n\nnothing\nhttps://example.org/b.png\n"), "x"))
                .extracting(Link::line, Link::prompt)
                .containsExactly(tuple(1L, Optional.empty()),
                        tuple(4L, Optional.empty()));
        assertThat(defects).singleElement().satisfies(defect -> assertThat(defect.place()).isEqualTo("line 3"));
    }

    @Test
    void open_columnThatIsNotThere_listsThoseThatAre() throws IOException {
        Path file = file("p.csv", "prompt,data\na,b\n");

        assertThatThrownBy(() -> LinkSource.open(file, new TableLayout(Optional.of("raw"), Optional.empty()),
                LinkSource.DEFAULT_KEY, defects::add)).isInstanceOf(DreamCacherException.class)
                .hasMessageContainingAll("\"raw\"", "[prompt, data]");
    }

    private List<Link> read(Path file, String key) {
        List<Link> links = new ArrayList<>();
        try (LinkSource source = LinkSource.open(file, TableLayout.UNKNOWN, key, defects::add)) {
            source.forEachRemaining(links::add);
            tally = source.tally();
        }
        return links;
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
