package io.dreamcacher.server.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.server.TestService;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.Recipes;
import io.dreamcacher.testkit.media.EncodedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Walks the page in a real Chromium, where one is installed; downloads none. */
@Timeout(180)
class PageTest {
    private static final List<String> BROWSERS = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser",
            "/usr/bin/google-chrome", "/opt/google/chrome/chrome",
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    private static final List<String> DRIVERS = List.of("/usr/bin/chromedriver", "/usr/lib/chromium/chromedriver",
            "/usr/lib/chromium-browser/chromedriver", "/usr/local/bin/chromedriver", "/opt/homebrew/bin/chromedriver");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestService service = TestService.start();
    private Optional<ChromeDriver> opened = Optional.empty();

    @BeforeEach
    void open() {
        Optional<Path> browser = first(BROWSERS);
        Optional<Path> driver = first(DRIVERS);
        assumeTrue(browser.isPresent() && driver.isPresent(),
                "the page is not walked: Chromium or chromedriver is in none of %s, %s".formatted(BROWSERS, DRIVERS));
        ChromeOptions options = new ChromeOptions();
        options.setBinary(browser.get().toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1200,1000");
        opened = Optional.of(new ChromeDriver(
                new ChromeDriverService.Builder().usingDriverExecutable(driver.get().toFile()).build(), options));
    }

    private static Optional<Path> first(List<String> places) {
        return places.stream().map(Path::of).filter(Files::isExecutable).findFirst();
    }

    @AfterEach
    void close() {
        opened.ifPresent(ChromeDriver::quit);
        service.close();
    }

    private ChromeDriver page() {
        return opened.orElseThrow();
    }

    private WebElement element(String id) {
        return page().findElement(By.id(id));
    }

    /** Waits until something holds, looking again whenever an element was replaced meanwhile. */
    private void await(String what, BooleanSupplier holds) {
        new WebDriverWait(page(), PATIENCE).ignoring(WebDriverException.class)
                .withMessage(what)
                .until(driver -> holds.getAsBoolean());
    }

    private void awaitOutcome(String words) {
        await("outcome \"%s\"".formatted(words), () -> element("outcome").getText().equals(words));
        await("the picture", () -> element("picture").isDisplayed()
                && Boolean.TRUE
                        .equals(page().executeScript("return document.getElementById('picture').naturalWidth > 0")));
    }

    private void type(String text) {
        WebElement box = element("prompt");
        box.clear();
        box.sendKeys(text);
    }

    @Test
    void mainPath_fromEmptyMemoryToUndo() {
        page().get(service.address().toString());
        await("the empty memory's welcome", () -> element("welcome").isDisplayed());
        assertThat(element("starters").findElements(By.tagName("li"))).hasSize(2);

        type("a red boat at sea");
        element("go").click();
        awaitOutcome("New");
        assertThat(element("welcome").isDisplayed()).isFalse();
        assertThat(element("answer-prompt").getText()).isEqualTo("a red boat at sea");

        type("a red");
        await("a suggestion", () -> element("suggestions").findElements(By.tagName("li")).size() == 1);
        element("suggestions").findElement(By.tagName("li")).click();
        assertThat(element("prompt").getDomProperty("value")).isEqualTo("a red boat at sea");
        element("prompt").sendKeys(Keys.ENTER);
        awaitOutcome("From memory");

        type("at sea a red boat");
        element("prompt").sendKeys(Keys.ENTER);
        awaitOutcome("From memory, similar");
        assertThat(element("why").getText()).contains("a red boat at sea");
        assertThat(service.generator.started()).isEqualTo(1);

        deleteShown();
        await("the undo", () -> element("toast-act").isDisplayed());
        element("toast-act").click();
        await("the answer again", () -> element("answer").isDisplayed());
        assertThat(service.memory.newest(Access.LOCAL, 9)).hasSize(1);

        deleteShown();
        await("the deletion", () -> service.memory.newest(Access.LOCAL, 9).isEmpty());
        assertThat(severeMessages()).isEmpty();
    }

    private void deleteShown() {
        element("more").click();
        await("the menu", () -> element("delete").isDisplayed());
        element("delete").click();
    }

    /** Errors of the page, among them everything its Content-Security-Policy refused. */
    private List<String> severeMessages() {
        return page().manage()
                .logs()
                .get(LogType.BROWSER)
                .getAll()
                .stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(Object::toString)
                .toList();
    }

    @Test
    void stop_whileItIsMade_saysSo() {
        service.generator.hold();
        page().get(service.address().toString());
        type("a boat");
        element("go").click();
        await("the stop button", () -> element("stop").isDisplayed());

        service.generator.allow(5);
        await("a step", () -> element("progress-words").getText().startsWith("5 / 20"));
        element("stop").click();

        await("the end", () -> element("outcome").getText().equals("Stopped"));
        assertThat(service.generator.finished()).isZero();
    }

    @Test
    void reload_whileItIsMade_findsItAgain() {
        service.generator.hold();
        page().get(service.address().toString());
        type("a boat");
        element("go").click();
        await("the stop button", () -> element("stop").isDisplayed());

        page().navigate().refresh();
        await("the stop button again", () -> element("stop").isDisplayed());
        service.generator.release();

        awaitOutcome("New");
        assertThat(service.generator.started()).isEqualTo(1);
    }

    private void make(String prompt) {
        type(prompt);
        element("go").click();
        await("the answer to " + prompt, () -> element("answer-prompt").getText().equals(prompt));
        awaitOutcome("New");
    }

    private List<WebElement> tiles() {
        return element("gallery").findElements(By.tagName("a"));
    }

    @Test
    void nearest_ofANewPicture_showsWhatDiffersAndCanBeTaken() {
        page().get(service.address().toString());
        make("a red boat at sea");
        make("a red lamp at home");
        await("the nearest", () -> element("take").isDisplayed());
        assertThat(tiles().getFirst().findElements(By.tagName("mark"))).extracting(WebElement::getText)
                .containsExactly("boat", "sea");

        element("take").click();

        await("the picture that was taken", () -> element("answer-prompt").getText().equals("a red boat at sea"));
        assertThat(severeMessages()).isEmpty();
    }

    @Test
    void why_similarAnswer_marksWhatDiffersInBothPrompts() {
        page().get(service.address().toString());
        make("a very small red boat at sea by day");

        type("a very small red boat at sea by night");
        element("go").click();
        awaitOutcome("From memory, similar");

        assertThat(element("answer-prompt").findElements(By.tagName("mark"))).extracting(WebElement::getText)
                .containsExactly("night");
        assertThat(element("why").findElements(By.tagName("mark"))).extracting(WebElement::getText)
                .containsExactly("day");
    }

    @Test
    void find_words_drawsNothingAndBackFindsThemAgain() {
        page().get(service.address().toString());
        make("a red boat at sea");
        make("a lamp");

        type("a boat");
        element("find").click();
        await("what was found", () -> tiles().size() == 2 && element("near-title").getText().equals("In memory"));
        assertThat(tiles().getFirst().getAccessibleName()).contains("a red boat at sea");
        assertThat(element("answer").isDisplayed()).isFalse();
        tiles().getFirst().click();
        await("the picture", () -> element("answer-prompt").getText().equals("a red boat at sea"));

        page().navigate().back();
        await("the search again",
                () -> element("near-title").getText().equals("In memory") && !element("answer").isDisplayed());
        assertThat(element("prompt").getDomProperty("value")).isEqualTo("a boat");
        assertThat(service.generator.started()).isEqualTo(2);
    }

    @Test
    void find_picture_backFindsItAgain(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("boat.png");
        ImageIO.write(FakeSearchEncoder.image("a red boat"), "png", file.toFile());
        page().get(service.address().toString());
        make("a red boat");

        element("file").sendKeys(file.toString());
        await("the chip", () -> element("held").isDisplayed());
        element("go").click();
        await("what was found", () -> element("near-title").getText().startsWith("Nearest to your picture"));
        tiles().getFirst().click();
        await("the picture", () -> page().getCurrentUrl().contains("picture="));

        page().navigate().back();
        await("the search again",
                () -> element("near-title").getText().startsWith("Nearest to your picture") && tiles().size() == 1);
        assertThat(element("held").isDisplayed()).isTrue();
    }

    @Test
    void hold_jpegOrWebP_tellsWhatItWasMadeFor(@TempDir Path folder) throws IOException {
        Provenance provenance = new Provenance(Recipes.of("a red boat ⛵"), Instant.EPOCH, Duration.ZERO);
        page().get(service.address().toString());
        for (MediaType type : List.of(MediaType.JPEG, MediaType.WEBP)) {
            Path file = folder.resolve("boat." + type.fileEnding());
            Files.write(file, new ImageFormats()
                    .withProvenance(EncodedImages.as(type, FakeSearchEncoder.image("a red boat")), provenance)
                    .bytes());

            element("file").sendKeys(file.toString());

            await("the prompt in " + type,
                    () -> element("held-words").getText().equals("It was made for “a red boat ⛵”."));
            await("the picture of " + type, () -> "32".equals(element("held-picture").getDomProperty("naturalWidth")));
            element("held-drop").click();
        }
    }

    @Test
    void gallery_moreThanEight_isShownPageByPage() {
        for (int i = 0; i < 11; i++) {
            service.ask("thing%d of kind%d".formatted(i, i));
        }
        page().get(service.address().toString());
        await("the first eight", () -> tiles().size() == 8);
        element("near-more").click();
        await("all of them", () -> tiles().size() == 11);
        assertThat(element("near-more").isDisplayed()).isFalse();

        element("order").click();
        await("the most used", () -> element("near-title").getText().equals("Most used") && tiles().size() == 8);
        assertThat(severeMessages()).isEmpty();
    }

    @Test
    void picture_clicked_isShownLarge() {
        page().get(service.address().toString());
        make("a red boat");

        element("picture").click();
        await("the large one", () -> element("light-picture").isDisplayed());
        element("light-picture").click();

        await("the page again", () -> !element("light").isDisplayed());
    }

    @Test
    void noScript_form_answersWithAPage() {
        page().get(service.address().toString());
        page().executeScript("document.forms[0].requestSubmit = 0; const f = document.getElementById('ask');"
                + "document.getElementById('prompt').value = 'a boat'; HTMLFormElement.prototype.submit.call(f);");

        await("the plain page",
                () -> page().getTitle().equals("Dream Cacher") && page().getCurrentUrl().endsWith("/ask"));
        assertThat(page().findElement(By.tagName("h1")).getText()).isEqualTo("a boat");
        assertThat(page().findElement(By.tagName("figcaption")).getText()).startsWith("New.");
    }
}
