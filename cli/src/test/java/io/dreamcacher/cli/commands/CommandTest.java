package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.server.DreamCacherService;
import io.dreamcacher.server.RunningService;
import io.dreamcacher.server.ServiceOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands over the real memory; two steps a picture keep them quick. */
class CommandTest {
    private static final String BOAT = "a red sailing boat on the sea at sunset";

    @TempDir
    private static Path cache;

    @TempDir
    private Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private CommandRun run(String... arguments) {
        return CommandRun.of(cache, data(), arguments);
    }

    private JsonNode generate(String... more) {
        String[] arguments = new String[more.length + 5];
        String[] fixed = {"generate", BOAT, "--steps", "2", "--json"};
        System.arraycopy(fixed, 0, arguments, 0, fixed.length);
        System.arraycopy(more, 0, arguments, fixed.length, more.length);
        CommandRun run = run(arguments);
        assertThat(run.code()).as(run.err()).isZero();
        return run.json().path("answers").path(0);
    }

    @Test
    void generate_twice_isGeneratedThenExact() {
        JsonNode first = generate("-o", folder.resolve("boat.png").toString());
        JsonNode second = generate();

        assertThat(first.path("outcome").asString()).isEqualTo("GENERATED");
        assertThat(first.path("sourceId").isNull()).isTrue();
        assertThat(second.path("outcome").asString()).isEqualTo("EXACT");
        assertThat(second.path("id")).isEqualTo(first.path("id"));
        assertThat(second.path("millisecondsSaved").asLong()).isPositive();
        assertThat(folder.resolve("boat.png")).hasSameBinaryContentAs(Path.of(second.path("path").asString()));
    }

    @Test
    void generate_forPeople_saysOutcomeTimesAndPath() {
        generate();

        CommandRun run = run("generate", BOAT, "--steps", "2");

        assertThat(run.out()).startsWith("EXACT from ").contains(" ms saved, seed ").contains(".png");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void generate_ontoAFolder_isRefusedBeforeAnythingIsDrawn() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken.png"));

        CommandRun run = run("generate", BOAT, "--steps", "2", "-o", taken.toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("taken.png is a folder");
        assertThat(run("stats", "--json").json().path("generations").asLong()).isZero();
    }

    @Test
    void generate_withoutMemory_writesOnlyTheFileAskedFor() {
        Path file = folder.resolve("once.png");

        JsonNode answer = generate("--no-cache", "-o", file.toString(), "-n", "2");

        assertThat(answer.path("id").isNull()).isTrue();
        assertThat(file).isNotEmptyFile();
        assertThat(folder.resolve("once-2.png")).isNotEmptyFile();
        assertThat(run("stats", "--json").json().path("generations").asLong()).isZero();
    }

    /** Neither a data folder nor a CLIP is needed for a picture that leaves no trace. */
    @Test
    void generate_withoutMemory_opensNone() {
        Path file = folder.resolve("once.png");

        JsonNode answer = generate("--no-cache", "--clip", "no/such-clip", "--seed", "3", "-o", file.toString());

        assertThat(answer.path("outcome").asString()).isEqualTo("GENERATED");
        assertThat(answer.path("seed").asLong()).isEqualTo(3);
        assertThat(data()).doesNotExist();
        JsonNode same = generate("--seed", "3", "-o", folder.resolve("kept.png").toString());
        assertThat(same.path("outcome").asString()).isEqualTo("GENERATED");
        assertThat(ImageFileReader.DEFAULT.read(file).getRGB(64, 64))
                .isEqualTo(ImageFileReader.DEFAULT.read(folder.resolve("kept.png")).getRGB(64, 64));
    }

    @Test
    void commands_overOneMemory_agree() {
        String id = generate("--seed", "5").path("id").asString();

        assertThat(run("search", "boat", "--json").json().path("results").path(0).path("id").asString()).isEqualTo(id);
        assertThat(run("search", "--image", run("show", id, "--json").json().path("path").asString(), "--json").json()
                .path("results")
                .path(0)
                .path("similarity")
                .asDouble()).isGreaterThan(0.99);
        assertThat(run("search", "sunset", "--by-words").out()).contains(id).contains(BOAT);
        assertThat(run("suggest", "a red sa").out()).startsWith(BOAT);
        assertThat(run("show", id, "--json").json().path("seed").asLong()).isEqualTo(5);
        assertThat(run("reindex", "--json").json().path("generations").asLong()).isEqualTo(1);
        assertThat(run("stats", "--json").json().path("indexed").asLong()).isEqualTo(1);
        assertThat(run("delete", id).out()).isEqualToIgnoringNewLines("Forgot " + id + ".");
        assertThat(run("show", id).code()).isEqualTo(3);
        assertThat(run("suggest", "a red sa").out()).isEqualToIgnoringNewLines("No prompt is remembered yet.");
    }

    @Test
    void feedback_bad_isNotGivenAgain() {
        String id = generate().path("id").asString();

        assertThat(run("feedback", id, "bad").out()).contains(id + " never again answers: " + BOAT);
        assertThat(generate().path("id").asString()).isNotEqualTo(id);
        assertThat(run("stats").out()).contains("0 answers judged good (0 of them similar), 1 bad (0)");
        assertThat(run("feedback", id, "good", "--json").json().path("good").asBoolean()).isTrue();
        assertThat(run("stats", "--json").json().path("judgedGood").asLong()).isEqualTo(1);
    }

    @Test
    void whyAndReport_afterAnswers_tellOfThem() {
        String id = generate().path("id").asString();
        assertThat(run("why", id).out()).contains(id + " was made of: " + BOAT).contains("answered nothing");
        generate();

        assertThat(run("why", id).out()).contains("EXACT  " + BOAT).contains("answered   1 times");
        assertThat(run("why", id, "--json").json().path("asked")).hasSize(1);
        assertThat(run("report").out()).contains("1 exact").contains("not known yet").contains("1 answers from memory");
        assertThat(run("report", "--price", "2.5").out()).contains("in money saved");
        assertThat(run("report", "--json").json().path("wrongReuses").path("high").asDouble()).isEqualTo(1);
    }

    @Test
    void forget_prompt_asksForYesFirst() {
        String id = generate().path("id").asString();

        assertThat(run("forget", "--prompt", BOAT).err()).contains("This would forget 1 pictures").contains("--yes");
        assertThat(run("forget", "--prompt", BOAT).code()).isEqualTo(2);
        assertThat(run("forget", "--prompt", BOAT, "--dry-run").out()).contains("Would forget 1 pictures");
        assertThat(run("show", id).code()).isZero();
        assertThat(run("forget", "--prompt", BOAT, "--yes", "--json").json().path("images").asLong()).isEqualTo(1);
        assertThat(run("show", id).code()).isEqualTo(3);
        assertThat(run("forget", "--yes").code()).isEqualTo(2);
        assertThat(run("forget", "--prompt", "x", "--id", id).code()).isEqualTo(2);
    }

    @Test
    void commands_whileTheServiceRuns_goThroughIt() {
        MemoryOptions options = MemoryOptions.at(data()).withCacheFolder(cache);
        RunningService service = DreamCacherService.start(ServiceOptions.of(options).withPort(0));
        try {
            String id = generate().path("id").asString();

            assertThat(generate().path("outcome").asString()).isEqualTo("EXACT");
            assertThat(run("search", "boat", "--json").json().path("results").path(0).path("id").asString())
                    .isEqualTo(id);
            assertThat(run("search", "--image", run("show", id, "--json").json().path("path").asString(), "--json")
                    .json()
                    .path("results")
                    .path(0)
                    .path("similarity")
                    .asDouble()).isGreaterThan(0.99);
            assertThat(run("suggest", "a red sa").out()).startsWith(BOAT);
            assertThat(run("stats", "--json").json().path("exact").asLong()).isEqualTo(1);
            assertThat(run("reindex", "--json").json().path("generations").asLong()).isEqualTo(1);
            assertThat(run("check", "--json").json().toString()).contains("\"checked\":1").contains("\"findings\":[]");
            CommandRun refused = run("generate", BOAT, "--size", "100x100");
            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err()).contains("100x100");
            assertThat(run("generate", BOAT, "--verifier", "owner/other").err())
                    .contains("--low-memory, --provider and --verifier are the service's to decide");
            assertThat(run("recover").err()).contains(Long.toString(ProcessHandle.current().pid()));
            assertThat(generate("--no-cache", "-o", folder.resolve("x.png").toString()).path("id").isNull()).isTrue();
            assertThat(run("delete", id).code()).isZero();
            assertThat(run("show", id).code()).isEqualTo(3);
        } finally {
            service.close();
        }
    }

    @Test
    void check_damagedImage_isToldSetAsideAndMadeAnew() throws IOException {
        JsonNode made = generate("--seed", "5");
        String id = made.path("id").asString();
        Path file = Path.of(run("show", id, "--json").json().path("path").asString());
        assertThat(run("check").out()).contains("1 pictures").contains("each is what was remembered");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        CommandRun told = run("check", "--json");
        assertThat(told.code()).isEqualTo(5);
        assertThat(told.json().path("checked").asLong()).isEqualTo(1);
        assertThat(told.json().path("findings").toString()).isEqualTo(
                "[{\"id\":\"%s\",\"scope\":\"public\",\"fault\":\"damaged\",\"setAside\":false}]".formatted(id));
        assertThat(run("check", "--set-aside").out()).contains(id).contains("damaged, and was set aside");

        assertThat(file).doesNotExist();
        assertThat(data().resolve("set-aside").resolve(id + ".png")).exists();
        assertThat(generate("--seed", "5").path("outcome").asString()).isEqualTo("GENERATED");
        CommandRun missing = run("check");
        assertThat(missing.out()).contains(id + "  is remembered, but its file is missing");
        Files.write(file, bytes);
        assertThat(run("check").code()).isZero();
    }

    @Test
    void warm_stoppedAndStartedAgain_goesOnWhereItWas() throws IOException {
        Path file = folder.resolve("prompts.csv");
        Files.writeString(file, "id,Prompt\n1,a red house\n2,\"a black\ncat\"\n3,a red house!\n4,x\n5,a pink castle\n");

        JsonNode first = run("warm", file.toString(), "--limit", "2", "--min-length", "2", "--json").json();
        JsonNode second = run("warm", file.toString(), "--min-length", "2", "--json").json();

        assertThat(first.path("generated").asLong()).isEqualTo(2);
        assertThat(second.path("doneBefore").asLong()).isEqualTo(2);
        assertThat(second.path("generated").asLong() + second.path("similar").asLong()).isEqualTo(1);
        assertThat(second.path("duplicates").asLong()).isEqualTo(1);
        assertThat(second.path("tooShort").asLong()).isEqualTo(1);
        assertThat(run("stats", "--json").json().path("prompts").asLong()).isEqualTo(3);
    }

    @Test
    void warm_rowsAfterTheLastNewOne_areCountedToo() throws IOException {
        Path file = folder.resolve("prompts.csv");
        Files.writeString(file, "prompt\na red house\na red house\nx\na red house\n");

        JsonNode tally = run("warm", file.toString(), "--embed-only", "--min-length", "2", "--json").json();

        assertThat(tally.path("embedded").asLong()).isEqualTo(1);
        assertThat(tally.path("duplicates").asLong()).isEqualTo(2);
        assertThat(tally.path("tooShort").asLong()).isEqualTo(1);
    }

    @Test
    void warm_embedOnly_servesSuggestions() throws IOException {
        Path file = folder.resolve("prompts.txt");
        Files.writeString(file, "a red house\n\na red hat\n");

        assertThat(run("warm", file.toString(), "--embed-only", "--json").json().path("embedded").asLong())
                .isEqualTo(2);
        assertThat(run("suggest", "a red h").out()).contains("a red house").contains("a red hat");
        assertThat(run("stats", "--json").json().path("generations").asLong()).isZero();
    }

    @Test
    void warm_promptThatCannotBeDrawn_isListedWithItsReason() throws IOException {
        Path file = folder.resolve("prompts.txt");
        Files.writeString(file, "x".repeat(10_001) + "\na red house\n");

        CommandRun run = run("warm", file.toString(), "--json");

        assertThat(run.code()).isEqualTo(ExitCode.SOME_FAILED);
        assertThat(run.json().path("generated").asLong()).isEqualTo(1);
        assertThat(Path.of(run.json().path("failedFile").asString())).content().contains("10,001");
    }

    @Test
    void warm_badFiles_areRefusedBeforeAnythingIsMade() throws IOException {
        Path latin = Files.write(folder.resolve("latin.csv"),
                "prompt\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Path unclosed = Files.writeString(folder.resolve("unclosed.csv"), "prompt\na\n\"b\n");
        Path other = Files.writeString(folder.resolve("other.csv"), "text,id\na,1\n");

        assertThat(run("warm", latin.toString()).err()).contains("UTF-8").contains("latin.csv");
        assertThat(run("warm", unclosed.toString()).err()).contains("unclosed.csv").contains("3");
        assertThat(run("warm", other.toString()).err()).contains("text").contains("prompt");
        assertThat(run("warm", folder.resolve("none.txt").toString()).code()).isNotZero();
        assertThat(run("stats", "--json").json().path("prompts").asLong()).isZero();
    }

    @Test
    void recover_withoutCatalogue_findsThePicturesAgain() throws IOException {
        String id = generate().path("id").asString();
        for (String name : new String[]{"catalogue.db", "catalogue.db-wal", "catalogue.db-shm"}) {
            Files.deleteIfExists(data().resolve(name));
        }

        assertThat(run("stats").err()).contains("dreamcacher recover");
        assertThat(run("recover").out()).startsWith("Recovered 1 pictures");
        assertThat(generate().path("id").asString()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            generate x --size 100x100       | 2 | 100x100
            generate x --size big           | 2 | "big"
            generate x --steps 0            | 2 | 0 was given
            generate x --guidance NaN       | 2 | NaN
            generate x --scheduler foo      | 2 | foo
            generate x -n 0                 | 2 | 0 was given
            generate x --seed one           | 2 | one
            generate x --fresh --no-cache   | 2 | --fresh
            generate x --model nowhere      | 3 | nowhere
            generate x --verifier nowhere   | 3 | A verifier is "bundled", a folder of this machine
            generate x --verifier src       | 4 | must have a graph, model.onnx or onnx/model.onnx
            warm x.txt --verifier nowhere   | 3 | A verifier is "bundled"
            serve --verifier nowhere        | 3 | A verifier is "bundled"
            generate x -o nowhere/x.png     | 3 | no folder
            generate x -o x.jpg             | 2 | .png
            generate                        | 2 | PROMPT
            search                          | 2 | Say what to search for
            search x -k -1                  | 2 | -1 was given
            search --image pom.xml          | 2 | pom.xml
            show abc                        | 2 | "abc"
            show aaaaaaaaaaaaaaaaaaaa       | 3 | aaaaaaaaaaaaaaaaaaaa
            delete aaaaaaaaaaaaaaaaaaaa     | 3 | aaaaaaaaaaaaaaaaaaaa
            feedback aaaaaaaaaaaaaaaaaaaa bad | 3 | aaaaaaaaaaaaaaaaaaaa
            feedback aaaaaaaaaaaaaaaaaaaa bad --prompt x | 3 | aaaaaaaaaaaaaaaaaaaa
            feedback aaaaaaaaaaaaaaaaaaaa so-so | 2 | so-so
            feedback abc good               | 2 | "abc"
            why aaaaaaaaaaaaaaaaaaaa        | 3 | aaaaaaaaaaaaaaaaaaaa
            report --price -2               | 2 | -2
            warm prompts.doc                | 2 | .txt
            serve --port 99999              | 2 | 99999
            genrate cat                     | 2 | Did you mean generate? See
            modles                          | 2 | Did you mean models? See
            serch cat                       | 2 | Did you mean search? See
            generate a red cat              | 2 | need quotes, such as "… red cat"
            search a cat --size 128x128     | 2 | need quotes, such as "… cat"
            generate x --stesp 3            | 2 | Did you mean --steps? See
            generate x --nois=torch-cpu     | 2 | Did you mean --noise? See
            generate x --qwertyuiop         | 2 | --qwertyuiop
            """)
    void commands_badInput_isOneSentenceAndACode(String line, int code, String said) {
        CommandRun run = run(line.split(" ", -1));

        assertThat(run.err()).contains(said).doesNotContain("\tat ").hasLineCount(1);
        assertThat(run.code()).as(run.err()).isEqualTo(code);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"generate", "search", "suggest", "warm", "show", "delete", "stats", "check", "reindex",
            "recover",
            "serve", "tokens", "embed", "similarity", "preprocess",
            "vae", "blend", "dream", "models"})
    void help_everyCommand_isShown(String command) {
        CommandRun run = CommandRun.of(cache, command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Usage: dreamcacher " + command);
    }

    @Test
    void version_asked_isSaid() {
        assertThat(CommandRun.of(cache, "--version").out()).startsWith("dreamcacher 0.");
    }

    @Test
    void data_thatIsAFile_isASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "in the way");

        assertThat(run("stats").err()).contains(file.toString());
    }
}
