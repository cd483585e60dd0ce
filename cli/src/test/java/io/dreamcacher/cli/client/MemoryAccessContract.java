package io.dreamcacher.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Scope;
import io.dreamcacher.api.Answers.AnsweredImage;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.ImageHistory;
import io.dreamcacher.api.ImageImport;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.PromptList;
import io.dreamcacher.api.Report;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.RequestPatch.InitImageFiles;
import io.dreamcacher.api.RequestPatch.RenderingPatch;
import io.dreamcacher.api.RequestPatch.SchedulerPatch;
import io.dreamcacher.api.RequestPatch.Seeds;
import io.dreamcacher.api.RequestPatch.SettingsPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults.Result;
import io.dreamcacher.api.Stats;
import io.dreamcacher.api.Suggestions.Offer;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.MemoryUse;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a memory gives the commands, wherever it is: in this process, or behind a service. Over the real memory; one step an
 * image keeps it quick.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MemoryAccessContract {
    private static final String BOAT = "a red sailing boat on the sea at sunset";
    private static final SettingsPatch ONE_STEP = new SettingsPatch(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.of(1), Optional.empty(), SchedulerPatch.NONE, RenderingPatch.NONE);
    private static final String NOBODY = "a".repeat(20);

    private MemoryAccess memory;

    /** Opens a memory that is empty. */
    abstract MemoryAccess open(MemoryOptions options);

    @BeforeAll
    void open(@TempDir Path folder) {
        memory = open(MemoryOptions.at(folder.resolve("data")).withCacheFolder(folder.resolve("cache")));
    }

    @AfterAll
    void close() {
        memory.close();
    }

    private static RequestPatch request(String prompt) {
        return RequestPatch.of(prompt).withSettings(ONE_STEP);
    }

    private AnsweredImage answered(RequestPatch request) {
        return memory.answer(request, event -> {}).answers().getFirst();
    }

    private static Seeds seed(long seed) {
        return new Seeds(Optional.of(seed), Optional.empty(), Optional.empty());
    }

    private static RenderingPatch rendering(String field, int value) {
        Optional<String> said = Optional.of(Integer.toString(value));
        return new RenderingPatch(said.filter(name -> field.equals("precision")),
                said.filter(name -> field.equals("noise")), said.filter(name -> field.equals("safety")));
    }

    @Test
    void imagesAndPrompts_pageByPage_areAllThatIsRemembered() {
        String id = answered(request("a green tree on a hill").withSeeds(seed(5))).id().orElseThrow();
        memory.rememberPrompts(List.of("a prompt without a picture", "another one of these"));

        List<String> images = new ArrayList<>();
        Optional<String> before = Optional.empty();
        do {
            GenerationList page = memory.images(before, 1);
            page.generations().forEach(image -> images.add(image.id()));
            before = page.next();
        } while (before.isPresent());
        List<PromptList.Known> prompts = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            PromptList page = memory.prompts(after, 1);
            prompts.addAll(page.prompts());
            after = page.next();
        } while (after.isPresent());

        assertThat(images).contains(id).doesNotHaveDuplicates().hasSize((int) memory.stats().held().generations());
        assertThat(memory.image(id).orElseThrow()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(memory.image(NOBODY)).isEmpty();
        assertThat(prompts).extracting(PromptList.Known::prompt)
                .contains("a green tree on a hill", "a prompt without a picture", "another one of these")
                .doesNotHaveDuplicates();
        assertThat(prompts).filteredOn(prompt -> prompt.prompt().equals("a green tree on a hill"))
                .extracting(PromptList.Known::image)
                .containsExactly(Optional.of(id));
    }

    @Test
    void answer_twice_isTheSameImage() {
        String prompt = "a small white house by a lake";
        RequestPatch request = request(prompt).withSeeds(seed(3));
        AnsweredImage first = answered(request);
        AnsweredImage second = answered(request);

        assertThat(first.decision().outcome()).isEqualTo("GENERATED");
        assertThat(first.decision().sourceId()).isEmpty();
        assertThat(second.decision().outcome()).isEqualTo("EXACT");
        assertThat(second.id()).isEqualTo(first.id()).isEqualTo(second.decision().sourceId());
        assertThat(second.decision().sourcePrompt()).contains(prompt);
        assertThat(second.image()).isEqualTo(first.image());
        assertThat(second.image().seed()).hasValue(3);
        assertThat(Paths.imageAt(second.image().path()).map(GenerationId::value)).isEqualTo(second.id());
        assertThat(Path.of(memory.place(second.id().orElseThrow()))).isNotEmptyFile();
        assertThat(second.unstored()).isEmpty();
    }

    @Test
    void answer_several_areManyAndSteps_areTold() {
        List<RequestEvent> events = new ArrayList<>();

        List<AnsweredImage> images = memory.answer(
                request("a grey cat").withSeeds(new Seeds(Optional.of(1L), Optional.empty(), Optional.of(2))),
                events::add).answers();

        assertThat(images).extracting(image -> image.image().seed().orElseThrow()).containsExactly(1L, 2L);
        assertThat(events).contains(new RequestEvent.Progress(1, 2, 1, 1));
    }

    @Test
    void takeIn_imagesFromElsewhere_areFoundAndTheirFilesLieThere() throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        Instant made = Instant.parse("2020-02-02T02:02:02Z");
        ImageImport given = new ImageImport("set/lamp.png", png.toByteArray(),
                Optional.of("a lamp that nobody else has, ⛵"), made);
        List<ImageImport.Imported> arrived = memory
                .takeIn(List.of(given, given, new ImageImport("x.png", new byte[]{1, 2}, Optional.empty(), made)));

        assertThat(arrived).extracting(ImageImport.Imported::outcome)
                .containsExactly("REMEMBERED", "KNOWN", "REFUSED");
        assertThat(arrived.get(2).reason().orElseThrow()).isNotBlank();
        RememberedImage shown = memory.show(arrived.get(0).id().orElseThrow()).orElseThrow();
        assertThat(shown.prompt()).isEqualTo("a lamp that nobody else has, ⛵");
        assertThat(Path.of(memory.place(arrived.get(0).id().orElseThrow()))).isNotEmptyFile();
        assertThat(memory.delete(arrived.get(0).id().orElseThrow())).isTrue();
    }

    @Test
    void answer_withoutMemory_bringsTheImageAlong() {
        AnsweredImage image = answered(request("a lamp").withMemory(MemoryUse.NONE));

        assertThat(image.id()).isEmpty();
        assertThat(new String(image.unstored().orElseThrow(), 1, 3, StandardCharsets.US_ASCII)).isEqualTo("PNG");
    }

    @Test
    void answer_promptBeyondTheWindow_saysWhereItIsCut() {
        assertThat(answered(request("very ".repeat(90) + "red").withMemory(MemoryUse.NONE)).promptCutAt()).isPresent();
        assertThat(answered(request(BOAT).withSeeds(seed(3))).promptCutAt()).isEmpty();
    }

    @Test
    void answer_fromAnImage_isAnother() throws IOException {
        String id = answered(request(BOAT).withSeeds(seed(3))).id().orElseThrow();
        InitImageFiles start = InitImageFiles.of(Files.readAllBytes(Path.of(memory.place(id))), Optional.empty(),
                Optional.of(1.0));

        AnsweredImage image = answered(request(BOAT).withSeeds(seed(3)).withStart(start));

        assertThat(image.decision().outcome()).isEqualTo("GENERATED");
        assertThat(memory.show(image.id().orElseThrow()).orElseThrow().settings().conditioning()).contains("start=");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"steps | 0 | steps must be from 1 to 1000, but 0 was given.",
            "count | 0 | The number of pictures must be from 1 to 64, but 0 was given.",
            "scheduleType | 1 | scheduleType must be one of karras, exponential, beta, lu, trailing, but \"1\" was given.",
            "scheduler | 1 | The scheduler must be a name such as euler-a",
            "precision | 1 | The precision must be one of exact, fast; found \"1\".",
            "noise | 1 | The noise must be one of torch-cpu, torch-cuda; found \"1\".",
            "safety | 1 | safety must be one of off, flag, blur, refuse, but \"1\" was given.",
            "start | 1 | The field \"start.picture\" must be a picture file in Base64, but is "})
    void answer_whatCannotBe_isTheSameSentence(String field, int value, String sentence) {
        RequestPatch request = switch (field) {
            case "steps" -> request(BOAT).withSettings(new SettingsPatch(Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.of(value), Optional.empty(), SchedulerPatch.NONE,
                    RenderingPatch.NONE));
            case "count" -> request(BOAT).withSeeds(new Seeds(Optional.empty(), Optional.empty(), Optional.of(value)));
            case "start" -> request(BOAT)
                    .withStart(new InitImageFiles(Optional.of("A"), Optional.empty(), Optional.empty()));
            default -> request(BOAT).withSettings(new SettingsPatch(Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(),
                    new SchedulerPatch(Optional.of(Integer.toString(value)).filter(name -> field.equals("scheduler")),
                            Optional.of(Integer.toString(value)).filter(name -> field.equals("scheduleType")),
                            Optional.empty()),
                    rendering(field, value)));
        };

        assertThatThrownBy(() -> memory.answer(request, event -> {})).hasMessageStartingWith(sentence)
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    @Test
    void search_eachWay_findsTheImage() throws IOException {
        AnsweredImage boat = answered(request(BOAT).withSeeds(seed(3)));
        byte[] file = Files.readAllBytes(Path.of(memory.place(boat.id().orElseThrow())));

        for (SearchRequest request : List.of(SearchRequest.of("boat", 50), words("sailing"),
                new SearchRequest(Optional.empty(), Optional.of(file), false, 50, Optional.empty(), Optional.empty()),
                new SearchRequest(Optional.of("boat"), Optional.of(file), false, 50, Optional.empty(),
                        Optional.of(new ImageSize(boat.image().width(), boat.image().height()))))) {
            Result found = memory.search(request)
                    .results()
                    .stream()
                    .filter(result -> boat.id().orElseThrow().equals(result.id()))
                    .findFirst()
                    .orElseThrow();
            assertThat(found.image()).isEqualTo(boat.image());
            assertThat(found.prompt()).isEqualTo(BOAT);
        }
        assertThat(memory.search(new SearchRequest(Optional.of("boat"), Optional.empty(), false, 9,
                Optional.of("another model"), Optional.empty())).results()).isEmpty();
    }

    private static SearchRequest words(String text) {
        return new SearchRequest(Optional.of(text), Optional.empty(), true, 50, Optional.empty(), Optional.empty());
    }

    @Test
    void search_whatCannotBe_isTheSameSentence() {
        assertThatThrownBy(() -> memory.search(SearchRequest.of(" ", 3)))
                .hasMessage("q, what to look for, must have a word, but is empty.");
        assertThatThrownBy(() -> memory.search(SearchRequest.of("x", 0))).hasMessageContaining("but 0 was given");
        assertThatThrownBy(() -> memory.search(new SearchRequest(Optional.empty(), Optional.of(new byte[]{1, 2}),
                false, 3, Optional.empty(), Optional.empty()))).isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
    }

    @Test
    void suggest_beginning_offersThePromptAndItsImage() {
        String id = answered(request("a quiet village in the snow").withSeeds(seed(3))).id().orElseThrow();
        memory.rememberPrompts(List.of("a quiet village by night"));

        List<Offer> offers = memory.suggest("a quiet vill", 8).suggestions();

        assertThat(offers).extracting(Offer::text)
                .contains("a quiet village in the snow", "a quiet village by night");
        assertThat(offers).filteredOn(offer -> offer.text().endsWith("snow"))
                .extracting(offer -> offer.picture().flatMap(Paths::imageAt).map(GenerationId::value))
                .containsExactly(Optional.of(id));
        assertThat(offers).filteredOn(offer -> offer.text().endsWith("night"))
                .extracting(Offer::picture)
                .containsExactly(Optional.empty());
    }

    @Test
    void show_remembered_isWhatMadeIt() {
        AnsweredImage boat = answered(request(BOAT).withSeeds(seed(3)));

        RememberedImage shown = memory.show(boat.id().orElseThrow()).orElseThrow();

        assertThat(shown.prompt()).isEqualTo(BOAT);
        assertThat(shown.image()).isEqualTo(boat.image());
        assertThat(shown.settings().steps()).hasValue(1);
        assertThat(shown.making().sizeBytes()).isPositive();
        assertThat(memory.show(NOBODY)).isEmpty();
        assertThatThrownBy(() -> memory.show("no name")).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("\"no name\"");
    }

    @Test
    void delete_remembered_isGone() {
        String id = answered(request("a thing to forget").withSeeds(seed(3))).id().orElseThrow();

        assertThat(memory.delete(id)).isTrue();
        assertThat(memory.delete(id)).isFalse();
        assertThat(memory.show(id)).isEmpty();
        assertThat(Path.of(memory.place(id))).doesNotExist();
    }

    @Test
    void judge_bad_neverAnswersAgainAndIsCounted() {
        String id = answered(request("a thing to judge")).id().orElseThrow();
        long before = memory.stats().judged().judgedBad();

        assertThat(memory.judge(id, "a thing to judge", false)).isTrue();

        assertThat(answered(request("a thing to judge")).id()).isNotEqualTo(Optional.of(id));
        assertThat(memory.stats().judged().judgedBad()).isEqualTo(before + 1);
        assertThat(memory.judge("a".repeat(20), "a thing to judge", true)).isFalse();
    }

    @Test
    void why_remembered_namesWhatItAnswered() {
        String id = answered(request("a thing to explain")).id().orElseThrow();
        answered(request("a thing to explain"));

        ImageHistory history = memory.why(id).orElseThrow();

        assertThat(history.prompt()).isEqualTo("a thing to explain");
        assertThat(history.asked()).hasSize(1);
        assertThat(history.asked().getFirst().outcome()).isEqualTo("EXACT");
        assertThat(history.asked().getFirst().uses()).isEqualTo(1);
        assertThat(memory.why("a".repeat(20))).isEmpty();
    }

    @Test
    void report_afterAnswers_countsThemAndTheirPrice() {
        answered(request("a thing to report"));
        answered(request("a thing to report"));

        Report report = memory.report(OptionalDouble.of(3_600));

        assertThat(report.demand()).isEqualTo(memory.stats().demand());
        assertThat(report.savings().moneySaved().orElseThrow())
                .isEqualTo((report.savings().millisecondsSaved() - report.savings().millisecondsChecking()) / 1000.0);
        assertThat(report.diversity().answersFromMemory()).isPositive();
        assertThat(report.diversity().mostServedShare()).isBetween(0.0, 1.0);
        assertThat(report.wrongReuses().share()).isEmpty();
        assertThat(memory.report(OptionalDouble.empty()).savings().moneySaved()).isEmpty();
    }

    @Test
    void forget_prompt_countsThenForgets() {
        String id = answered(request("a thing nobody shall know of").withSeeds(seed(3))).id().orElseThrow();
        ForgetTarget prompt = new ForgetTarget.OfPrompt("A thing, nobody shall know of!");

        ForgottenExtent counted = memory.forget(prompt, true);
        assertThat(counted.images()).isEqualTo(1);
        assertThat(counted.prompts()).isEqualTo(1);
        assertThat(counted.dryRun()).isTrue();
        assertThat(memory.show(id)).isPresent();

        assertThat(memory.forget(prompt, false))
                .isEqualTo(new ForgottenExtent(1, counted.bytes(), 1, false));
        assertThat(memory.show(id)).isEmpty();
        assertThat(Path.of(memory.place(id))).doesNotExist();
        assertThat(memory.suggest("a thing nob", 9).suggestions()).isEmpty();
        assertThat(memory.forget(prompt, false).images()).isZero();
        assertThat(memory.forget(new ForgetTarget.OfScope(new Scope("elsewhere")), true).images()).isZero();
    }

    @Test
    void stats_afterAnswers_countThem() {
        Stats before = memory.stats();
        answered(request(BOAT).withSeeds(seed(3)));
        answered(request(BOAT).withSeeds(seed(3)));

        Stats after = memory.stats();

        assertThat(after.demand().requests()).isEqualTo(before.demand().requests() + 2);
        assertThat(after.demand().exact()).isGreaterThan(before.demand().exact());
        assertThat(after.held().generations()).isPositive().isEqualTo(after.held().indexed());
        assertThat(memory.reindex()).isEqualTo(after.held().indexed());
    }
}
