package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.testkit.FakeImageGenerators;
import io.dreamcacher.testkit.generator.RemoteGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After something was forgotten, no byte of the data folder tells of it. */
class ForgettingTest {
    private static final String SECRET = "A quokka, wearing a Möbius tiara";
    private static final List<String> WORDS = List.of("quokka", "Möbius", "möbius", "tiara", "M\\u00f6bius");

    @TempDir
    private static Path cache;

    @TempDir
    private Path data;

    private MemoryOptions options() {
        return MemoryOptions.at(data).withCacheFolder(cache).withPatience(Duration.ZERO);
    }

    private DreamCacher open() {
        return DreamCacher.open(options(), parts -> parts
                .withGenerators(new FakeImageGenerators(new RemoteGenerator("remote", 2, MediaType.WEBP))));
    }

    private static GenerationId make(DreamCacher dreams, String prompt) {
        GenerationRequest request = GenerationRequest.of(prompt, "remote", RemoteGenerator.DEFAULTS)
                .withMemory(MemoryUse.REMEMBER_ONLY);
        ImageAnswer made = dreams.memory()
                .answer(Access.LOCAL, request, AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst();
        return made.id().orElseThrow();
    }

    private List<String> telling() throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(ForgettingTest::tells)
                    .map(file -> data.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    /** UTF-8, byte for byte, and as ASCII letters in any case. */
    private static boolean tells(Path file) {
        try {
            String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
            return WORDS.stream()
                    .map(word -> new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))
                    .anyMatch(word -> bytes.contains(word)
                            || bytes.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void remember(DreamCacher dreams) throws IOException {
        make(dreams, "a cat on a hill");
        dreams.memory().rememberPrompts(Access.LOCAL, List.of(SECRET));
        GenerationId first = make(dreams, SECRET);
        dreams.memory().thumbnail(Access.LOCAL, dreams.memory().generation(Access.LOCAL, first).orElseThrow(), 256);
        GenerationId second = make(dreams, SECRET.toLowerCase(Locale.ROOT));
        dreams.memory().delete(Access.LOCAL, second);
        GenerationId cat = dreams.memory().newest(Access.LOCAL, 9).getLast().id();
        dreams.memory().judge(Access.LOCAL, SECRET, cat, false);
        dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Words("quokka"), 9));
        Path warm = Files.createDirectories(data.resolve("warm"));
        Files.writeString(warm.resolve("p.csv-1.failed.csv"),
                "row,prompt,reason\n1,\"%s\",too long\n2,a cat,too long\n".formatted(SECRET));
        Files.writeString(warm.resolve("p.csv-1.journal"), "1\tGENERATED\t%s\n2\tEMBEDDED\t\n".formatted(first));
        Path aside = Files.createDirectories(data.resolve("set-aside"));
        Path stored = data.resolve("images/public/%s/%s.webp".formatted(first.value().substring(0, 2), first));
        Files.copy(stored, aside.resolve("aaaaaaaaaaaaaaaaaaaa.webp"));
        byte[] cut = Files.readAllBytes(stored);
        Files.write(aside.resolve("bbbbbbbbbbbbbbbbbbbb.webp"), Arrays.copyOf(cut, cut.length - 3));
        Files.writeString(aside.resolve("cccccccccccccccccccc.png"), "something else");
    }

    @Test
    void forget_prompt_leavesNoByteOfIt() throws IOException {
        try (DreamCacher dreams = open()) {
            remember(dreams);
        }
        assertThat(telling()).as("this test could not see otherwise")
                .anyMatch(file -> file.startsWith("catalogue.db"))
                .anyMatch(file -> file.startsWith("index/"))
                .anyMatch(file -> file.startsWith("images/"))
                .anyMatch(file -> file.startsWith("warm/"))
                .anyMatch(file -> file.startsWith("set-aside/"));
        try (DreamCacher dreams = open()) {
            ForgetTarget.Extent extent = dreams.memory().forget(Access.LOCAL, new ForgetTarget.OfPrompt(SECRET));

            assertThat(extent.images()).isEqualTo(1);
            assertThat(telling()).as("while the memory is open").isEmpty();
            assertThat(dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Words("quokka tiara"), 9)))
                    .isEmpty();
            assertThat(dreams.memory().suggest(Access.LOCAL, "a quok", 9)).noneMatch(
                    suggestion -> suggestion.toString().contains("quokka"));
            assertThat(dreams.memory().remembersPrompt(Access.LOCAL, SECRET)).isFalse();
            assertThat(dreams.memory().stats(Access.LOCAL).totals().prompts()).isEqualTo(1);
        }
        assertThat(telling()).as("after it was closed").isEmpty();
        assertThat(data.resolve("warm/p.csv-1.failed.csv")).content().contains("a cat").doesNotContain("tiara");
        assertThat(data.resolve("warm/p.csv-1.journal")).content().contains("1\tGENERATED\t--------------------\n");
        assertThat(data.resolve("set-aside/cccccccccccccccccccc.png")).exists();
        try (DreamCacher dreams = open()) {
            assertThat(dreams.memory().newest(Access.LOCAL, 9)).hasSize(1);
            assertThat(dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Words("cat"), 9))).hasSize(1);
        }
    }

    /** A process may end between the rows and what is left of them in files. */
    @Test
    void forget_afterOneThatWasCutShort_goesOn() throws IOException {
        try (DreamCacher dreams = open()) {
            remember(dreams);
            dreams.memory().delete(Access.LOCAL, dreams.memory().newest(Access.LOCAL, 9).getFirst().id());
        }
        try (DreamCacher dreams = open()) {
            dreams.memory().forget(Access.LOCAL, new ForgetTarget.OfPrompt(SECRET));
        }
        assertThat(telling()).isEmpty();
    }

    @Test
    void forget_imageThatWasDeleted_leavesNoByteOfItsPrompt() throws IOException {
        GenerationId id;
        try (DreamCacher dreams = open()) {
            make(dreams, "a cat on a hill");
            id = make(dreams, SECRET);
            dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Words("quokka"), 9));
            Path aside = Files.createDirectories(data.resolve("set-aside"));
            Files.copy(data.resolve("images/public/%s/%s.webp".formatted(id.value().substring(0, 2), id)),
                    aside.resolve(id + ".webp"));
            dreams.memory().delete(Access.LOCAL, id);
        }
        assertThat(telling()).isNotEmpty();
        try (DreamCacher dreams = open()) {
            assertThat(dreams.memory().forget(Access.LOCAL, new ForgetTarget.OfImage(id)).images()).isZero();
            assertThat(telling()).isEmpty();
        }
    }

    @Test
    void forget_everything_leavesNoByteOfIt() throws IOException {
        try (DreamCacher dreams = open()) {
            remember(dreams);
            assertThat(dreams.memory().forget(Access.LOCAL, new ForgetTarget.OfModel("remote")).images()).isEqualTo(2);
            assertThat(telling()).isEmpty();
            make(dreams, SECRET);
            dreams.memory().rememberPrompts(Access.LOCAL, List.of(SECRET + " again"));
            assertThat(dreams.memory()
                    .forget(Access.LOCAL, new ForgetTarget.OfScope(Scope.PUBLIC))
                    .prompts()).isEqualTo(2);
            assertThat(telling()).isEmpty();
        }
    }
}
