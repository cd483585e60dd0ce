package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.memory.Recovery.Recovered;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.sqlite.SqliteCatalogue;
import io.dreamcacher.testkit.generator.JobImages;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real parts together: Postcards, SQLite, Lucene and files. Two steps an image keep it quick. */
class DreamCacherTest {
    private static final String BOAT = "a red sailing boat on the sea at sunset";
    private static final String SAME_BOAT = "at sunset, a crimson sailboat at sea";
    private static final String OTHER_BOAT = "a blue sailing boat on the sea at sunset";

    @TempDir
    private static Path cache;

    @TempDir
    private Path data;

    private MemoryOptions options() {
        return MemoryOptions.at(data).withCacheFolder(cache).withPatience(Duration.ZERO);
    }

    private static ImageAnswer ask(DreamCacher dreams, String prompt) {
        return ask(dreams, quick(dreams, prompt));
    }

    private static ImageAnswer ask(DreamCacher dreams, GenerationRequest request) {
        return dreams.memory()
                .answer(Access.LOCAL, request, AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst();
    }

    private static GenerationRequest quick(DreamCacher dreams, String prompt) {
        GenerationRequest usual = dreams.request(prompt);
        return GenerationRequest.of(prompt, usual.model(), usual.settings().withSteps(2));
    }

    @Test
    void answer_paraphraseAndOtherColour_areSimilarAndGenerated() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            ImageAnswer first = ask(dreams, dreams.request(BOAT).withSeed(new SeedIntent.Fixed(1)));
            ImageAnswer same = ask(dreams, dreams.request(SAME_BOAT));
            ImageAnswer other = ask(dreams, dreams.request(OTHER_BOAT));

            assertThat(first.outcome()).isEqualTo(new Outcome.Generated());
            assertThat(same.outcome()).as(same.reason()).isInstanceOf(Outcome.Similar.class);
            assertThat(same.sourceId()).isEqualTo(first.id());
            assertThat(other.outcome()).as(other.reason()).isEqualTo(new Outcome.Generated());
            assertThat(other.reason()).contains("blue").contains("red");
        }
    }

    @Test
    void answer_afterReopening_isExactWithTheSameBytes() {
        GenerationId id;
        ImageFile file;
        try (DreamCacher dreams = DreamCacher.open(options())) {
            id = ask(dreams, BOAT).id().orElseThrow();
            file = dreams.memory().image(Access.LOCAL, id).orElseThrow();
        }
        try (DreamCacher dreams = DreamCacher.open(options())) {
            ImageAnswer again = ask(dreams, BOAT);

            assertThat(again.outcome()).isEqualTo(new Outcome.Exact());
            assertThat(again.id()).contains(id);
            assertThat(dreams.memory().image(Access.LOCAL, id)).contains(file);
        }
    }

    /** A folder of one's own that names no CLIP, as every model of the hub is one after a download. */
    private static Path modelWithoutClip(Path folder) throws IOException {
        Path from = Postcards.stableDiffusion(cache);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.endsWith("dreamcacher.json")).toList()) {
                Files.copy(file, folder.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder;
    }

    @Test
    void answer_modelWithoutClip_isRememberedByItsOwnTextEncoder(@TempDir Path model) throws IOException {
        MemoryOptions options = options().withModel(modelWithoutClip(model).toString());
        try (DreamCacher dreams = DreamCacher.open(options)) {
            GenerationRequest boat = dreams.request(BOAT);
            GenerationRequest small = GenerationRequest.of(BOAT, boat.model(),
                    boat.settings().withSteps(2).withSize(new ImageSize(64, 64)));
            assertThat(ask(dreams, small).outcome()).isEqualTo(new Outcome.Generated());
            assertThat(dreams.memory().encodesImages()).isFalse();
        }
        try (DreamCacher dreams = DreamCacher.open(options)) {
            GenerationRequest boat = dreams.request(BOAT);
            GenerationRequest small = GenerationRequest.of(BOAT, boat.model(),
                    boat.settings().withSteps(2).withSize(new ImageSize(64, 64)));
            assertThat(ask(dreams, small).outcome()).isEqualTo(new Outcome.Exact());
            assertThat(ask(dreams, GenerationRequest.of(OTHER_BOAT, small.model(), small.settings())).outcome())
                    .isEqualTo(new Outcome.Generated());
            assertThat(dreams.memory().suggest(Access.LOCAL, "a red", 1)).hasSize(1);
        }
    }

    @Test
    void withoutMemory_anyModel_drawsAndLeavesNothing(@TempDir Path model) throws IOException {
        MemoryOptions options = options().withModel(modelWithoutClip(model).toString()).withClip("no/such-clip");
        try (ImageGenerators generators = DreamCacher.withoutMemory(options)) {
            ImageGenerator generator = generators.named(generators.defaultModel());
            GenerationSettings settings = generator.description()
                    .defaults()
                    .withSteps(2)
                    .withSize(new ImageSize(64, 64));
            assertThat(JobImages
                    .of(generator.generate(new GenerationJob(BOAT, settings, 1), GenerationProgress.NONE))
                    .getWidth())
                    .isEqualTo(64);
        }
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void answer_emptyPrompt_isTheImageOfNothing() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(ask(dreams, "").outcome()).isEqualTo(new Outcome.Generated());
            assertThat(ask(dreams, "").outcome()).isEqualTo(new Outcome.Exact());
        }
    }

    @Test
    void answer_promptBeyondTheWindow_saysWhereItWasCut() {
        String prompt = "a red house ".repeat(40);
        try (DreamCacher dreams = DreamCacher.open(options())) {
            ImageAnswer answer = ask(dreams, prompt);

            assertThat(answer.cutAt()).isPresent();
            assertThat(answer.recipe().words().cut()).isTrue();
        }
    }

    @Test
    void search_byItsOwnImage_findsItFirst() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            ImageAnswer boat = ask(dreams, dreams.request(BOAT));
            ask(dreams, dreams.request("a black cat in a meadow"));
            var image = ImageFileReader.DEFAULT.read(
                    dreams.memory().image(Access.LOCAL, boat.id().orElseThrow()).orElseThrow().bytes(),
                    "boat.png");

            var byImage = dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Image(image), 9));
            var byWords = dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Meaning("boat"), 9));

            assertThat(byImage.getFirst().generation().id()).isEqualTo(boat.id().orElseThrow());
            assertThat(byImage.getFirst().similarity()).isGreaterThan(0.99);
            assertThat(byWords.getFirst().generation().id()).isEqualTo(boat.id().orElseThrow());
        }
    }

    @Test
    void open_twice_isRefusedNamingTheOwner() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThatThrownBy(() -> DreamCacher.open(options())).isInstanceOfSatisfying(DreamCacherException.class,
                    e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY))
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
            assertThat(dreams.memory().newest(Access.LOCAL, 1)).isEmpty();
        }
    }

    @Test
    void open_imageWithoutRow_isSetAsideAfterAnUncleanEnd() throws IOException {
        GenerationId known = oneBoat();
        Path orphan = data.resolve("images/zz/zzzzzzzzzzzzzzzzzzzz.png");
        Files.createDirectories(orphan.getParent());
        Files.copy(image(known), orphan);
        pretendUncleanEnd();

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(orphan).doesNotExist();
            assertThat(data.resolve("set-aside")).isNotEmptyDirectory();
            assertThat(dreams.memory().generation(Access.LOCAL, known)).isPresent();
        }
    }

    /** As it lay before images had scopes. */
    @Test
    void open_imagesWithoutScope_areMovedIntoThatOfTheirRow() throws IOException {
        GenerationId known = oneBoat();
        Path before = data.resolve("images").resolve(known.value().substring(0, 2)).resolve(known + ".png");
        Files.createDirectories(before.getParent());
        Files.move(image(known), before);

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(before.getParent()).doesNotExist();
            assertThat(image(known)).exists();
            assertThat(ask(dreams, BOAT).outcome()).isEqualTo(new Outcome.Exact());
        }
    }

    @Test
    void recover_imagesWithoutScope_areRecovered() throws IOException {
        GenerationId known = oneBoat();
        Path before = data.resolve("images").resolve(known.value().substring(0, 2)).resolve(known + ".png");
        Files.createDirectories(before.getParent());
        Files.move(image(known), before);
        Files.delete(data.resolve("catalogue.db"));
        assertThatThrownBy(() -> DreamCacher.open(options())).hasMessageContaining("recover");

        assertThat(DreamCacher.recover(options(), (done, total) -> {}).recovered()).isEqualTo(1);
    }

    @Test
    void open_killedBetweenImageAndRow_setsTheImageAsideAtOnce() throws IOException {
        GenerationId known = oneBoat();
        Path pending = data.resolve("images/.pending/public~zzzzzzzzzzzzzzzzzzzz~9999999999999.png");
        Files.copy(image(known), pending);

        DreamCacher.open(options()).close();

        assertThat(pending).doesNotExist();
        assertThat(data.resolve("set-aside/zzzzzzzzzzzzzzzzzzzz.png")).exists();
    }

    @Test
    void open_killedBetweenRowAndCommit_hasTheImage() throws IOException {
        GenerationId known = oneBoat();
        Files.move(image(known), data.resolve("images/.pending/public~%s~9999999999999.png".formatted(known)));

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(image(known)).exists();
            assertThat(ask(dreams, BOAT).outcome()).isEqualTo(new Outcome.Exact());
        }
    }

    @Test
    void open_indexCutShort_isRebuilt() throws IOException {
        GenerationId known = oneBoat();
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(dreams.memory().reindex(Access.LOCAL)).isEqualTo(1);
        }
        try (Stream<Path> files = Files.walk(data.resolve("index"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                cut(file, 7);
            }
        }

        try (DreamCacher dreams = DreamCacher.open(options())) {
            var found = dreams.memory().search(Access.LOCAL, new SearchQuery(new Target.Meaning("boat"), 9));
            assertThat(found).extracting(result -> result.generation().id()).containsExactly(known);
        }
    }

    @Test
    void open_catalogueMissingBesideImages_isRefusedNamingRecover() throws IOException {
        oneBoat();
        Files.delete(data.resolve("catalogue.db"));

        assertThatThrownBy(() -> DreamCacher.open(options())).hasMessageContaining("dreamcacher recover")
                .hasMessageContaining("images");
        assertThat(data.resolve("catalogue.db")).doesNotExist();
    }

    @Test
    void recover_catalogueCutShort_findsEverythingAgain() throws IOException {
        GenerationId known = oneBoat();
        Generation before;
        try (DreamCacher dreams = DreamCacher.open(options())) {
            before = dreams.memory().generation(Access.LOCAL, known).orElseThrow();
        }
        cut(data.resolve("catalogue.db"), 5000);
        assertThatThrownBy(() -> DreamCacher.open(options()).close()).hasMessageContaining("recover");

        Recovered recovered = DreamCacher.recover(options(), (done, total) -> assertThat(total).isEqualTo(1));

        assertThat(recovered).isEqualTo(new Recovered(1, 0, List.of()));
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(dreams.memory().generation(Access.LOCAL, known)).contains(before);
            assertThat(ask(dreams, BOAT).outcome()).isEqualTo(new Outcome.Exact());
            assertThat(dreams.memory().stats(Access.LOCAL).indexed()).isEqualTo(1);
        }
    }

    @Test
    void open_clipElsewhere_isTheSameByFingerprintAndOthersAreRefused() throws IOException {
        oneBoat();
        Path moved = copy(Postcards.clip(cache), data.resolveSibling(data.getFileName() + "-moved"));

        DreamCacher.open(options().withClip(moved.toString())).close();
        Files.writeString(moved.resolve("merges.txt"), Files.readString(moved.resolve("merges.txt")) + "\n");

        assertThatThrownBy(() -> DreamCacher.open(options().withClip(moved.toString())))
                .hasMessageContaining("postcards")
                .hasMessageContaining(moved.toString());
    }

    /** A memory may be moved, and its CLIP too: neither says where on a machine the other lies. */
    @Test
    void open_clipOfAFolder_isKeptByNameAndFoundByFingerprint(@TempDir Path places) throws IOException {
        Path clip = copy(Postcards.clip(cache), places.resolve("my clip?"));
        try (DreamCacher dreams = DreamCacher.open(options().withClip(clip.toString()))) {
            assertThat(dreams.memory().stats(Access.LOCAL).clip()).matches("my clip%3F#[0-9a-f]{12}");
            ask(dreams, BOAT);
        }
        assertThat(Files.readString(data.resolve("catalogue.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain(places.toString());
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(ask(dreams, BOAT).outcome()).isEqualTo(new Outcome.Exact());
        }

        Path elsewhere = Files.move(clip, places.resolve("moved"));
        assertThatThrownBy(() -> DreamCacher.open(options()))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.NOT_FOUND))
                .hasMessageContaining("my clip%3F#")
                .hasMessageContaining("--clip, once");
        DreamCacher.open(options().withClip(elsewhere.toString())).close();
        DreamCacher.open(options()).close();
    }

    /** Until schema 6 the row said where the CLIP lay. */
    @Test
    void open_memoryThatSaysWhereItsClipLies_opensAsBeforeAndForgetsThePlace(@TempDir Path places) throws IOException {
        Path clip = copy(Postcards.clip(cache), places.resolve("clip"));
        DreamCacher.open(options().withClip(clip.toString())).close();
        sayPlaceOfClip(clip);
        Files.delete(cache.resolve("clips").resolve(onlyFile(cache.resolve("clips"))));

        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(dreams.memory().stats(Access.LOCAL).clip()).matches("clip#[0-9a-f]{12}");
        }
        DreamCacher.open(options()).close();
        sayPlaceOfClip(Path.of("/home/somebody/else/clip"));
        DreamCacher.open(options()).close();
    }

    private static Path onlyFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().getFirst();
        }
    }

    private void sayPlaceOfClip(Path clip) {
        try (SqliteCatalogue catalogue = SqliteCatalogue.open(data.resolve("catalogue.db"))) {
            catalogue.callClip(ModelRef.of(clip.toString()));
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
        return to;
    }

    @Test
    void open_killedDuringTheFirstGeneration_setsItsImageAside() throws IOException {
        DreamCacher.open(options()).close();
        Path orphan = data.resolve("images/zz/zzzzzzzzzzzzzzzzzzzz.png");
        Files.createDirectories(orphan.getParent());
        Files.writeString(orphan, "never acknowledged");
        assertThatThrownBy(() -> DreamCacher.open(options())).hasMessageContaining("recover");
        pretendUncleanEnd();

        DreamCacher.open(options()).close();

        assertThat(orphan).doesNotExist();
        assertThat(data.resolve("set-aside")).isNotEmptyDirectory();
    }

    @Test
    void open_duringARecovery_isRefusedUntilItIsFinished() throws IOException {
        oneBoat();
        Files.delete(data.resolve("catalogue.db"));
        assertThatThrownBy(() -> DreamCacher.recover(options(), (done, total) -> {
            throw new IllegalStateException("stopped");
        })).hasMessage("stopped");

        assertThatThrownBy(() -> DreamCacher.open(options())).hasMessageContaining("dreamcacher recover");
        DreamCacher.recover(options(), (done, total) -> {});
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThat(dreams.memory().stats(Access.LOCAL).totals().generations()).isEqualTo(1);
        }
    }

    @Test
    void open_modelThatIsNone_isASentence() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            assertThatThrownBy(() -> dreams.memory().model("no-such-folder")).hasMessageContaining("no-such-folder");
        }
    }

    private GenerationId oneBoat() {
        try (DreamCacher dreams = DreamCacher.open(options())) {
            return ask(dreams, BOAT).id().orElseThrow();
        }
    }

    private Path image(GenerationId id) {
        return data.resolve("images/public").resolve(id.value().substring(0, 2)).resolve(id + ".png");
    }

    /** A killed owner leaves its owner.json behind. */
    private void pretendUncleanEnd() throws IOException {
        Files.writeString(data.resolve("owner.json"),
                "{\"pid\":999999999,\"kind\":\"command\",\"since\":\"2026-01-01T00:00:00Z\"}");
    }

    private static void cut(Path file, long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(Math.min(bytes, channel.size()));
        }
    }
}
