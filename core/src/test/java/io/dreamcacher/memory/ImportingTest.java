package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.suggestion.Suggestion;
import io.dreamcacher.testkit.media.EncodedImages;
import java.awt.image.BufferedImage;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ImportingTest {
    private static final Instant MADE = Instant.parse("2020-02-02T02:02:02Z");

    private final MemoryFixture fixture = new MemoryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    static ForeignImage given(String key) {
        return given(key, Optional.empty());
    }

    private static ForeignImage given(String key, Optional<String> caption) {
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        image.setRGB(key.length() % 20, 3, 0xff8800);
        return new ForeignImage(key, EncodedImages.png(image), caption, MADE);
    }

    private GenerationId remembered(ForeignImage image) {
        Arrival arrival = fixture.memory.takeIn(TESTER, List.of(image)).getFirst();
        assertThat(arrival).isInstanceOf(Arrival.Remembered.class);
        return ((Arrival.Remembered) arrival).id();
    }

    @Test
    void takeIn_captionedImage_isFoundByWordsAndAnswersNothing() {
        GenerationId id = remembered(given("00000/000000007.png", Optional.of("a red boat on the sea")));

        assertThat(fixture.memory.search(TESTER, new SearchQuery(new Target.Words("a red boat"), 5)))
                .extracting(found -> found.generation().id())
                .containsExactly(id);
        assertThat(fixture.memory.suggest(TESTER, "a red", 5)).extracting(Suggestion::text)
                .containsExactly("a red boat on the sea");
        Generation stored = fixture.memory.generation(TESTER, id).orElseThrow();
        assertThat(stored.createdAt()).isEqualTo(MADE);
        assertThat(stored.recipe().settings().size()).hasToString("20x10");
        assertThat(fixture.memory.image(TESTER, id)).isPresent();
        assertThat(fixture.askOne(request("a red boat on the sea")).outcome()).isInstanceOf(Outcome.Generated.class);
        assertThat(fixture.memory.stats(TESTER).totals().answered().generated()).isEqualTo(1);
    }

    @Test
    void takeIn_withoutCaption_isCalledByTheWordsOfItsName() {
        GenerationId id = remembered(given("holiday/red_boat-at.sea.PNG"));
        assertThat(fixture.memory.generation(TESTER, id).orElseThrow().recipe().prompt()).isEqualTo("red boat at sea");
    }

    @Test
    void takeIn_again_isKnownByTheSameName() {
        GenerationId id = remembered(given("a.png"));
        assertThat(fixture.memory.takeIn(TESTER, List.of(given("a.png"), given("b.png"), given("b.png"))))
                .satisfiesExactly(first -> assertThat(first).isEqualTo(new Arrival.Known(id)),
                        second -> assertThat(second).isInstanceOf(Arrival.Remembered.class),
                        third -> assertThat(third).isInstanceOf(Arrival.Known.class));
        assertThat(fixture.memory.newest(TESTER, 9)).hasSize(2);
    }

    @Test
    void takeIn_otherPictureOfTheSameKey_isAnother() {
        GenerationId first = remembered(given("0.png"));
        BufferedImage image = new BufferedImage(5, 5, BufferedImage.TYPE_INT_RGB);
        GenerationId second = remembered(
                new ForeignImage("0.png", EncodedImages.png(image), Optional.empty(), MADE));
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void takeIn_imageSetAsideMeanwhile_leavesNoRow() {
        Catalogue slow = (Catalogue) Proxy.newProxyInstance(Catalogue.class.getClassLoader(),
                new Class<?>[]{Catalogue.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("takeIn")) {
                        fixture.images.pending().forEach(pending -> fixture.images.setAside(pending.key()));
                    }
                    return method.invoke(fixture.catalogue, arguments);
                });

        assertThatThrownBy(() -> fixture.importing(slow).take(TESTER, List.of(given("a.png"))))
                .isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("took longer");
        assertThat(fixture.memory.newest(TESTER, 9)).isEmpty();
        assertThat(fixture.catalogue.deletions()).isEmpty();
    }

    @Test
    void takeIn_brokenFileAmongOthers_isRefusedAlone() {
        ImageFile html = new ImageFile("<html>".getBytes(StandardCharsets.UTF_8), MediaType.JPEG);
        List<Arrival> arrivals = fixture.memory.takeIn(TESTER,
                List.of(given("a.png"), new ForeignImage("b.jpg", html, Optional.empty(), MADE), given("c.png")));

        assertThat(arrivals.get(1)).isInstanceOfSatisfying(Arrival.Refused.class,
                refused -> assertThat(refused.reason()).contains("b.jpg"));
        assertThat(fixture.memory.newest(TESTER, 9)).hasSize(2);
    }

    @Test
    void takeIn_whatAMemoryMade_answersAgainUnderItsName() {
        ImageAnswer made = fixture.askOne(request("a red boat"));
        ImageFile file = fixture.memory.image(TESTER, made.id().orElseThrow()).orElseThrow();
        try (MemoryFixture other = new MemoryFixture()) {
            ForeignImage given = new ForeignImage("ab/" + made.id().orElseThrow() + ".png", file,
                    Optional.of("ignored"), MADE);
            assertThat(other.memory.takeIn(TESTER, List.of(given)))
                    .containsExactly(new Arrival.Remembered(made.id().orElseThrow()));

            ImageAnswer answer = other.askOne(request("a red boat"));
            assertThat(answer.outcome()).isInstanceOf(Outcome.Exact.class);
            assertThat(other.memory.image(TESTER, answer.id().orElseThrow())).contains(file);
        }
    }

    @Test
    void takeIn_nameThatAnotherScopeHas_getsItsOwn() {
        GenerationId hers = fixture.askOne(request("a red boat")).id().orElseThrow();
        ImageFile file = fixture.memory.image(TESTER, hers).orElseThrow();
        Access ada = Access.in(new Scope("ada"), new Caller("ada"));
        ForeignImage same = new ForeignImage(hers.value(), file, Optional.empty(), MADE);

        assertThat(fixture.memory.takeIn(ada, List.of(same)).getFirst()).isInstanceOfSatisfying(
                Arrival.Remembered.class, remembered -> assertThat(remembered.id()).isNotEqualTo(hers));
        assertThat(fixture.memory.generation(TESTER, hers)).isPresent();
    }

    @Test
    void takeIn_foreignFileNamedAsAnIdMayBe_isNamedByItsBytes() {
        assertThat(remembered(given("a/beautifulsunsetphoto.png"))).isNotEqualTo(
                new GenerationId("beautifulsunsetphoto"));
    }

    @Test
    void takeIn_twoScopesSameKey_isRememberedInEach() {
        GenerationId hers = remembered(given("a.png"));
        Access ada = Access.in(new Scope("ada"), new Caller("ada"));
        assertThat(fixture.memory.takeIn(ada, List.of(given("a.png"))).getFirst())
                .isInstanceOf(Arrival.Remembered.class)
                .isNotEqualTo(new Arrival.Remembered(hers));
    }
}
