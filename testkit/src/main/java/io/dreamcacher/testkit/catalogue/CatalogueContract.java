package io.dreamcacher.testkit.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.CallerHistory;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.Generations;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.InitImageReference;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.testkit.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Javadoc of {@link Catalogue} promises; every implementation has a test that extends this class. */
public abstract class CatalogueContract {
    private static final Scope ADA = new Scope("ada");
    private static final Caller VISITOR = new Caller("visitor");
    private static final Access PUBLIC = Access.in(Scope.PUBLIC, VISITOR);
    private static final Access ADAS = Access.in(ADA, VISITOR);
    private static final Access BOTH = new Access(VISITOR, Set.of(ADA, Scope.PUBLIC), ADA, EnumSet.allOf(Right.class));
    private static final Access GUEST = new Access(VISITOR, Set.of(Scope.PUBLIC), Scope.PUBLIC,
            EnumSet.of(Right.READ, Right.WRITE, Right.DELETE_OWN));
    private static final Duration SAVED = Duration.ofMillis(1234);

    private final Samples samples = new Samples(20_261_124);
    private Catalogue catalogue = new FakeCatalogue(Samples.IDENTITY);

    /** For subclasses. */
    protected CatalogueContract() {}

    /** Makes the one catalogue of this test, empty. */
    protected abstract Catalogue create(MemoryIdentity identity);

    /** Opens again what {@link #create} made, after it was closed. */
    protected abstract Catalogue reopen();

    @BeforeEach
    final void createEmpty() {
        catalogue = create(Samples.IDENTITY);
    }

    @AfterEach
    final void close() {
        catalogue.close();
    }

    private void restart() {
        catalogue.close();
        catalogue = reopen();
    }

    @Test
    void empty_catalogue_knowsNothing() {
        assertThat(catalogue.identity()).isEqualTo(Samples.IDENTITY);
        assertThat(catalogue.end().change()).isZero();
        assertThat(catalogue.changesAfter(0, 10)).isEmpty();
        assertThat(catalogue.page("", 10)).isEmpty();
        assertThat(catalogue.newest(PUBLIC, 10)).isEmpty();
        assertThat(catalogue.deletions()).isEmpty();
        assertThat(catalogue.seen(Access.LOCAL)).isEmpty();
        assertThat(catalogue.byId(PUBLIC, samples.id())).isEmpty();
        assertThat(catalogue.delete(PUBLIC, samples.id())).isFalse();
        assertThat(catalogue.totals(PUBLIC))
                .isEqualTo(
                        new Statistics.Totals(0, 0, 0, new Statistics.Answered(0, 0, 0), Duration.ZERO, Duration.ZERO));
    }

    @Test
    void identity_afterRestart_isTheSame() {
        restart();
        assertThat(catalogue.identity()).isEqualTo(Samples.IDENTITY);
    }

    @Test
    void callClip_anotherName_isTheNameFromThenOn() {
        ModelRef name = ModelRef.parse("clip%3F#0123456789ab");
        catalogue.callClip(name);
        MemoryIdentity renamed = new MemoryIdentity(name, Samples.IDENTITY.encoder().withName(name.toString()));
        assertThat(catalogue.identity()).isEqualTo(renamed);
        restart();
        assertThat(catalogue.identity()).isEqualTo(renamed);
        assertThat(catalogue.end()).isEqualTo(ChangeLog.Position.START);
    }

    @Test
    void add_generation_isFoundEveryWay() {
        GenerationVectors vectors = samples.vectors();
        Generation boat = samples.generation(Scope.PUBLIC, "a red boat");
        catalogue.add(PUBLIC, boat, vectors);
        String key = boat.recipe().identity().key();
        assertThat(catalogue.byId(PUBLIC, boat.id())).contains(boat);
        assertThat(catalogue.byKey(PUBLIC, key)).containsExactly(boat);
        assertThat(catalogue.newest(PUBLIC, 1)).containsExactly(boat);
        assertThat(catalogue.page("", 1)).containsExactly(boat);
        assertThat(catalogue.seen(PUBLIC)).containsExactly(boat.id());
        assertThat(catalogue.seen(Access.LOCAL)).isEmpty();
    }

    @Test
    void add_generation_isInTheLog() {
        GenerationVectors vectors = samples.vectors();
        Generation boat = samples.generation(Scope.PUBLIC, "a red boat");
        catalogue.add(PUBLIC, boat, vectors);
        RememberedPrompt prompt = new RememberedPrompt(Scope.PUBLIC, PromptKey.of("a red boat"), "a red boat", 1,
                vectors.prompt(), Optional.of(boat.id()));
        assertThat(catalogue.changesAfter(0, 10)).containsExactly(
                new Change.GenerationAdded(1, boat, vectors), new Change.PromptPut(2, prompt));
        assertThat(catalogue.end()).isEqualTo(new ChangeLog.Position(2, 0));
    }

    @Test
    void add_withoutVisionTower_hasNoJointVectors() {
        GenerationVectors vectors = new GenerationVectors(samples.vectors().prompt(), Optional.empty());
        Generation boat = add(Scope.PUBLIC, "a red boat", vectors);
        assertThat(catalogue.changesAfter(0, 1)).containsExactly(new Change.GenerationAdded(1, boat, vectors));
    }

    @Test
    void add_wrongDimension_changesNothing() {
        Generation boat = samples.generation(Scope.PUBLIC, "a red boat");
        GenerationVectors foreign = samples.vectors(Samples.identity(9, 6));
        assertThatThrownBy(() -> catalogue.add(PUBLIC, boat, foreign)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8")
                .hasMessageContaining("9");
        assertThat(catalogue.byId(PUBLIC, boat.id())).isEmpty();
        assertThat(catalogue.end().change()).isZero();
    }

    @Test
    void add_takenName_changesNothing() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation other = samples.generation(ADA, "two cats");
        Generation impostor = new Generation(boat.id(), ADA, other.recipe(), other.createdAt(), other.took(),
                other.file());
        assertThatThrownBy(() -> catalogue.add(ADAS, impostor, samples.vectors()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(boat.id().value());
        assertThat(catalogue.byId(PUBLIC, boat.id())).contains(boat);
        assertThat(catalogue.totals(ADAS).generations()).isZero();
        catalogue.delete(PUBLIC, boat.id());
        assertThatThrownBy(() -> catalogue.add(ADAS, impostor, samples.vectors()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void add_anyText_comesBackAsWritten() {
        for (String prompt : List.of("", "line\nbreak", "'; DROP TABLE generation; --", "Bär 🐻 مركب",
                "x".repeat(9999))) {
            Generation generation = add(Scope.PUBLIC, prompt);
            restart();
            assertThat(catalogue.byId(PUBLIC, generation.id())).contains(generation);
        }
    }

    /** Zeros and the encoded empty text are two things to Stable Diffusion XL. */
    @Test
    void add_negativePromptAbsentEmptyOrGiven_comesBackAsWritten() {
        for (GenerationSettings settings : List.of(Samples.SETTINGS, Samples.SETTINGS.withNegativePrompt(""),
                Samples.SETTINGS.withNegativePrompt("rain"))) {
            Generation made = samples.generation(Scope.PUBLIC, "a boat", settings, 1);
            catalogue.add(PUBLIC, made, samples.vectors());
            assertThat(catalogue.byId(PUBLIC, made.id())).contains(made);
        }
    }

    @Test
    void add_everyConditioning_comesBackAsWritten() {
        Conditioning all = new Conditioning(0.7, 2, PromptSyntax.WEIGHTED, LongPrompts.CHUNKED,
                Optional.of(new SeedVariation(-5, 0.25)),
                Optional.of(new InitImageReference("a".repeat(64), Optional.of("b".repeat(64)), 0.6)), 0.8);
        Generation made = samples.generation(Scope.PUBLIC, "a boat", Samples.SETTINGS.withConditioning(all), 1);

        catalogue.add(PUBLIC, made, samples.vectors());
        restart();

        assertThat(catalogue.byId(PUBLIC, made.id())).contains(made);
    }

    @Test
    void add_extremeNumbers_comeBackAsWritten() {
        Generation least = samples.generation(Scope.PUBLIC, "a boat", Samples.SETTINGS.withGuidanceScale(0.1 + 0.2),
                Long.MIN_VALUE);
        Generation most = samples.generation(Scope.PUBLIC, "a boat",
                Samples.SETTINGS.withGuidanceScale(Double.MIN_VALUE),
                Long.MAX_VALUE);
        catalogue.add(PUBLIC, least, samples.vectors());
        catalogue.add(PUBLIC, most, samples.vectors());
        assertThat(catalogue.byId(PUBLIC, least.id())).contains(least);
        assertThat(catalogue.byKey(PUBLIC, most.recipe().identity().key())).contains(most);
    }

    @Test
    void byKey_severalSeeds_areOldestFirst() {
        Generation first = samples.generation(Scope.PUBLIC, "a boat", Samples.SETTINGS, 7);
        Generation second = samples.generation(Scope.PUBLIC, "a boat", Samples.SETTINGS, 5);
        Generation third = samples.generation(Scope.PUBLIC, "a boat", Samples.SETTINGS, 7);
        for (Generation generation : List.of(third, first, second)) {
            catalogue.add(PUBLIC, generation, samples.vectors());
        }
        String key = first.recipe().identity().key();
        assertThat(catalogue.byKey(PUBLIC, key)).containsExactly(first, second, third);
    }

    @Test
    void newest_severalScopes_isNewestFirstOfItsScope() {
        Generation older = add(Scope.PUBLIC, "a boat");
        add(ADA, "a cat");
        Generation newer = add(Scope.PUBLIC, "a house");
        assertThat(catalogue.newest(PUBLIC, 10)).containsExactly(newer, older);
        assertThat(catalogue.newest(PUBLIC, 1)).containsExactly(newer);
        assertThat(catalogue.newest(PUBLIC, 0)).isEmpty();
    }

    /** Many are made in one millisecond, in two scopes; pages of random sizes, while some of them are deleted. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void newest_pageByPage_isTheWholeListInOrder(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Generation> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            expected.add(addAt(random.nextBoolean() ? Scope.PUBLIC : ADA,
                    Samples.FIRST.plusMillis(random.nextInt(5))));
        }
        Access access = seed % 2 == 0 ? BOTH : PUBLIC;
        expected.removeIf(generation -> !access.reads(generation.scope()));
        expected.sort(Comparator.comparing(Generation::createdAt).thenComparing(Generation::id).reversed());

        List<Generation> visited = new ArrayList<>();
        List<Generation> page = catalogue.newest(access, random.nextInt(1, 9));
        while (!page.isEmpty()) {
            visited.addAll(page);
            GenerationCursor place = GenerationCursor.after(page.getLast());
            catalogue.delete(Access.in(page.getLast().scope(), VISITOR), page.getLast().id());
            page = catalogue.newest(access, GenerationCursor.parse(place.toString()), random.nextInt(1, 9));
        }
        assertThat(visited).isEqualTo(expected);
    }

    @Test
    void newest_afterAPlace_isNotMovedByWhatComesLater() {
        Generation oldest = addAt(Scope.PUBLIC, Samples.FIRST);
        Generation middle = addAt(Scope.PUBLIC, Samples.FIRST.plusMillis(1));
        GenerationCursor place = GenerationCursor.after(middle);
        addAt(Scope.PUBLIC, Samples.FIRST.plusMillis(2));
        Generation late = addAt(Scope.PUBLIC, Samples.FIRST.minusMillis(1));

        assertThat(catalogue.newest(PUBLIC, place, 9)).containsExactly(oldest, late);
        assertThat(catalogue.newest(PUBLIC, place, 0)).isEmpty();
        assertThat(catalogue.newest(ADAS, place, 9)).isEmpty();
        assertThat(catalogue.newest(PUBLIC, GenerationCursor.after(late), 9)).isEmpty();
    }

    private Generation addAt(Scope scope, Instant createdAt) {
        Generation generation = samples.generationAt(scope, createdAt);
        catalogue.add(Access.in(scope, VISITOR), generation, samples.vectors());
        return generation;
    }

    @Test
    void digested_rowWithoutSha256_hasItFromThenOnAndIsNoChange() {
        ImageDigest unknown = new ImageDigest(MediaType.WEBP, 99, Optional.empty());
        Generation boat = samples.generation(Scope.PUBLIC, "a red boat").withFile(unknown);
        GenerationVectors vectors = samples.vectors();
        catalogue.add(PUBLIC, boat, vectors);
        ChangeLog.Position end = catalogue.end();
        ImageDigest known = new ImageDigest(MediaType.WEBP, 99, Optional.of("a".repeat(64)));

        catalogue.digested(boat.id(), new ImageDigest(MediaType.PNG, 99, known.sha256()));
        catalogue.digested(boat.id(), new ImageDigest(MediaType.WEBP, 98, known.sha256()));
        catalogue.digested(boat.id(), unknown);
        catalogue.digested(samples.id(), known);
        assertThat(catalogue.byId(PUBLIC, boat.id())).as("of what says something else nothing is taken").contains(boat);

        catalogue.digested(boat.id(), known);
        catalogue.digested(boat.id(), new ImageDigest(MediaType.WEBP, 99, Optional.of("b".repeat(64))));
        restart();
        Generation after = boat.withFile(known);
        assertThat(catalogue.byId(PUBLIC, boat.id())).contains(after);
        assertThat(catalogue.newest(PUBLIC, 1)).containsExactly(after);
        assertThat(catalogue.end()).isEqualTo(end);
        assertThat(catalogue.changesAfter(0, 1)).containsExactly(new Change.GenerationAdded(1, after, vectors));
    }

    @Test
    void checkedTo_afterRestart_isWhatWasSaidLast() {
        assertThat(catalogue.checkedTo()).isEmpty();
        catalogue.checkedTo("ab234567abcdefghijkl");
        catalogue.checkedTo("public/ab/ab234567abcdefghijkl");
        restart();
        assertThat(catalogue.checkedTo()).isEqualTo("public/ab/ab234567abcdefghijkl");
        assertThat(catalogue.end()).isEqualTo(ChangeLog.Position.START);
    }

    @Test
    void page_afterEachLastName_visitsEveryGenerationOnce() {
        List<Generation> added = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            added.add(add(i % 2 == 0 ? Scope.PUBLIC : ADA, "boat " + i));
        }
        List<Generation> visited = new ArrayList<>();
        List<Generation> page = catalogue.page("", 3);
        while (!page.isEmpty()) {
            visited.addAll(page);
            page = catalogue.page(page.getLast().id().value(), 3);
        }
        added.sort((a, b) -> a.id().compareTo(b.id()));
        assertThat(visited).isEqualTo(added);
    }

    @Test
    void lookups_anotherScope_findNothing() {
        Generation boat = add(ADA, "a red boat");
        String key = boat.recipe().identity().key();
        catalogue.reject(ADAS, PromptKey.of("a red boat"), boat.id());
        assertThat(catalogue.byKey(PUBLIC, key)).isEmpty();
        assertThat(catalogue.newest(PUBLIC, 9)).isEmpty();
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.rejected(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.totals(PUBLIC).generations()).isZero();
        assertThat(catalogue.totals(PUBLIC).answered().generated()).isZero();
    }

    @Test
    void delete_generation_isGoneFromEveryLookup() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        String key = boat.recipe().identity().key();
        assertThat(catalogue.delete(PUBLIC, boat.id())).isTrue();
        assertThat(catalogue.changesAfter(2, 9)).containsExactly(new Change.GenerationDeleted(3, boat.id()),
                new Change.PromptRemoved(4, Scope.PUBLIC, PromptKey.of("a red boat")));
        assertThat(catalogue.byId(PUBLIC, boat.id())).isEmpty();
        assertThat(catalogue.byKey(PUBLIC, key)).isEmpty();
        assertThat(catalogue.newest(PUBLIC, 9)).isEmpty();
        assertThat(catalogue.page("", 9)).isEmpty();
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.delete(PUBLIC, boat.id())).isFalse();
    }

    @Test
    void deletions_untilImageIsGone_listTheName() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation cat = add(Scope.PUBLIC, "a cat");
        catalogue.delete(PUBLIC, boat.id());
        catalogue.delete(PUBLIC, cat.id());
        restart();
        assertThat(catalogue.deletions()).containsExactlyInAnyOrder(boat.id(), cat.id()).isSorted();
        catalogue.deleted(boat.id());
        catalogue.deleted(samples.id());
        restart();
        assertThat(catalogue.deletions()).containsExactly(cat.id());
    }

    @Test
    void deleted_generationThatIsThere_leavesIt() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.deleted(boat.id());
        assertThat(catalogue.byId(PUBLIC, boat.id())).contains(boat);
    }

    @Test
    void delete_imageOfAPrompt_movesToTheNewestOther() {
        Generation oldest = add(Scope.PUBLIC, "a red boat");
        Generation middle = add(Scope.PUBLIC, "A red boat!");
        add(ADA, "a red boat");
        Generation newest = add(Scope.PUBLIC, "a red boat");
        catalogue.delete(PUBLIC, newest.id());
        assertThat(image("a red boat")).contains(middle.id());
        catalogue.delete(PUBLIC, oldest.id());
        assertThat(image("a red boat")).contains(middle.id());
        catalogue.delete(PUBLIC, middle.id());
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.prompt(ADAS, PromptKey.of("a red boat"))).isPresent();
    }

    @Test
    void delete_imageOfSimilarPrompts_removesThemToo() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.use(List.of(similar(boat, "a crimson boat")));
        catalogue.delete(PUBLIC, boat.id());
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a crimson boat"))).isEmpty();
        assertThat(catalogue.totals(PUBLIC).prompts()).isZero();
    }

    @Test
    void add_refined_isKeptAndCountedAsThat() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation plain = samples.generation(Scope.PUBLIC, "a crimson boat");
        Generation refined = new Generation(plain.id(), plain.scope(),
                plain.recipe().refined(new Recipe.Refinement(boat.id(), 12, OptionalLong.of(7))), plain.createdAt(),
                plain.took(), plain.file());
        catalogue.add(PUBLIC, refined, samples.vectors());
        catalogue.saved(PUBLIC, SAVED);
        restart();

        assertThat(catalogue.byId(PUBLIC, refined.id())).contains(refined);
        assertThat(refined.recipe().seed()).isEmpty();
        assertThat(catalogue.totals(PUBLIC).answered()).isEqualTo(new Statistics.Answered(0, 0, 1, 1));
        assertThat(catalogue.totals(PUBLIC).saved()).isEqualTo(SAVED);
        assertThat(catalogue.totals(PUBLIC).generating()).isEqualTo(boat.took().plus(refined.took()));
    }

    @Test
    void takeIn_imagesFromElsewhere_areThereAndCountAsNobodysWish() {
        Generation boat = samples.generation(Scope.PUBLIC, "a red boat");
        Generation other = samples.generation(Scope.PUBLIC, "a blue boat");
        Generation known = add(Scope.PUBLIC, "a red boat");
        Statistics.Answered before = catalogue.totals(PUBLIC).answered();

        catalogue.takeIn(PUBLIC, List.of(new Generations.MadeElsewhere(boat, samples.vectors()),
                new Generations.MadeElsewhere(known, samples.vectors()),
                new Generations.MadeElsewhere(other, samples.vectors())));
        restart();

        assertThat(catalogue.newest(PUBLIC, 9)).containsExactlyInAnyOrder(boat, known, other);
        assertThat(catalogue.byKey(PUBLIC, boat.recipe().identity().key())).contains(boat);
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat")).orElseThrow().uses()).isEqualTo(1);
        RememberedPrompt fresh = catalogue.prompt(PUBLIC, PromptKey.of("a blue boat")).orElseThrow();
        assertThat(fresh.uses()).isZero();
        assertThat(fresh.image()).contains(other.id());
        assertThat(catalogue.totals(PUBLIC).generations()).isEqualTo(3);
        assertThat(catalogue.totals(PUBLIC).answered()).isEqualTo(before);
        assertThat(catalogue.seen(PUBLIC)).doesNotContain(boat.id(), other.id());
        assertThat(catalogue.delete(PUBLIC, boat.id())).isTrue();
    }

    @Test
    void takeIn_ofAnotherScopeOrDimension_addsNothing() {
        Generation boat = samples.generation(Scope.PUBLIC, "a red boat");
        Generation hers = samples.generation(ADA, "a blue boat");
        assertThatThrownBy(() -> catalogue.takeIn(PUBLIC,
                List.of(new Generations.MadeElsewhere(boat, samples.vectors()),
                        new Generations.MadeElsewhere(hers, samples.vectors()))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> catalogue.takeIn(PUBLIC, List.of(new Generations.MadeElsewhere(boat,
                samples.vectors(Samples.identity(4, 4))))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catalogue.newest(PUBLIC, 9)).isEmpty();
    }

    @Test
    void judge_sameAgain_isTheLastWordAndRejectsOrNot() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        PromptKey asked = PromptKey.of("a crimson boat");
        Statistics.Verdict bad = new Statistics.Verdict(asked, boat.id(), Statistics.Verdict.Kind.SIMILAR, false);
        Statistics.Verdict good = new Statistics.Verdict(asked, boat.id(), Statistics.Verdict.Kind.SIMILAR, true);

        catalogue.judge(PUBLIC, Samples.FIRST, bad);
        catalogue.judge(GUEST, Samples.FIRST, bad);
        restart();
        assertThat(catalogue.rejected(PUBLIC, asked)).containsExactly(boat.id());
        assertThat(catalogue.judged(PUBLIC).similar()).isEqualTo(new Statistics.Verdicts(0, 2));
        List<Statistics.Judgement> said = catalogue.judgements(PUBLIC, 0, 9);
        assertThat(said).extracting(Statistics.Judgement::verdict).containsExactly(bad, bad);
        assertThat(said).extracting(Statistics.Judgement::scope).containsOnly(Scope.PUBLIC);
        assertThat(said.getFirst().at()).isEqualTo(Samples.FIRST.truncatedTo(ChronoUnit.MILLIS));

        catalogue.judge(PUBLIC, Samples.FIRST, good);
        restart();
        assertThat(catalogue.judgements(PUBLIC, said.getLast().number(), 9)).singleElement()
                .satisfies(last -> assertThat(last.verdict()).isEqualTo(good));
        assertThat(catalogue.judged(PUBLIC).similar()).isEqualTo(new Statistics.Verdicts(1, 1));
        assertThat(catalogue.judged(ADAS)).isEqualTo(
                new Statistics.Judged(new Statistics.Verdicts(0, 0), new Statistics.Verdicts(0, 0),
                        new Statistics.Verdicts(0, 0)));
        assertThat(catalogue.judgements(ADAS, 0, 9)).isEmpty();
        assertThat(catalogue.rejected(Access.LOCAL, asked)).as("a guest speaks for themselves").isEmpty();
        assertThat(catalogue.rejected(GUEST, asked)).containsExactly(boat.id());

        catalogue.forget(PUBLIC, new ForgetTarget.OfPrompt("a crimson boat"), 9);
        assertThat(catalogue.judgements(PUBLIC, 0, 9)).isEmpty();
    }

    @Test
    void forget_prompt_takesItsImagesThenItself() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation again = add(Scope.PUBLIC, "A red boat!");
        Generation cat = add(Scope.PUBLIC, "a cat");
        add(ADA, "a red boat");
        catalogue.use(List.of(similar(boat, "a crimson boat"), exact(boat, "a red boat")));
        catalogue.reject(PUBLIC, PromptKey.of("a red boat"), cat.id());
        catalogue.reject(PUBLIC, PromptKey.of("a cat"), boat.id());
        ForgetTarget prompt = new ForgetTarget.OfPrompt("A red boat");
        ForgetTarget.Extent extent = catalogue.extent(PUBLIC, prompt);
        assertThat(extent.images()).isEqualTo(2);
        assertThat(extent.bytes()).isEqualTo(boat.file().sizeBytes() + again.file().sizeBytes());

        assertThat(catalogue.forget(PUBLIC, prompt, 1).generations()).hasSize(1);
        restart();
        assertThat(catalogue.forget(PUBLIC, prompt, 9).generations()).hasSize(1);
        assertThat(catalogue.forget(PUBLIC, prompt, 9).isNothing()).isTrue();

        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a crimson boat"))).as("nothing answers it any more")
                .isEmpty();
        assertThat(catalogue.newest(PUBLIC, 9)).containsExactly(cat);
        assertThat(catalogue.newest(ADAS, 9)).hasSize(1);
        assertThat(catalogue.deletions()).containsExactlyInAnyOrder(boat.id(), again.id());
        assertThat(catalogue.rejected(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.rejected(PUBLIC, PromptKey.of("a cat"))).isEmpty();
        assertThat(catalogue.seen(PUBLIC)).isEmpty();
        assertThat(catalogue.totals(PUBLIC).generations()).isEqualTo(1);
        assertThat(catalogue.totals(PUBLIC).prompts()).isEqualTo(1);
    }

    @Test
    void forget_promptAnsweredByAnothersImage_leavesTheImage() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.use(List.of(similar(boat, "a crimson boat")));
        ForgetTarget prompt = new ForgetTarget.OfPrompt("a crimson boat");

        assertThat(catalogue.extent(PUBLIC, prompt)).isEqualTo(new ForgetTarget.Extent(0, 0, 1));
        assertThat(catalogue.forget(PUBLIC, prompt, 9).prompts()).containsExactly(PromptKey.of("a crimson boat"));

        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a crimson boat"))).isEmpty();
        assertThat(catalogue.byId(PUBLIC, boat.id())).isPresent();
        assertThat(catalogue.totals(PUBLIC).prompts()).isEqualTo(1);
    }

    @Test
    void forget_imageModelAndScope_takeWhatTheyName() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation cat = add(Scope.PUBLIC, "a cat");
        Generation hers = add(ADA, "a dog");
        catalogue.addPrompts(ADAS, List.of(new RememberedPrompt(ADA, PromptKey.of("bare"), "bare", 0,
                samples.embedding(Samples.IDENTITY.encoder().promptDimension()), Optional.empty())));

        assertThat(catalogue.extent(PUBLIC, new ForgetTarget.OfImage(cat.id())).prompts()).isEqualTo(1);
        assertThat(catalogue.forget(PUBLIC, new ForgetTarget.OfImage(cat.id()), 9).prompts())
                .containsExactly(PromptKey.of("a cat"));
        assertThat(catalogue.forget(PUBLIC, new ForgetTarget.OfScope(ADA), 9).isNothing()).as("not readable").isTrue();
        assertThat(catalogue.extent(ADAS, new ForgetTarget.OfScope(ADA)).prompts()).isEqualTo(2);
        assertThat(catalogue.forget(ADAS, new ForgetTarget.OfScope(ADA), 9).generations()).containsExactly(hers);
        assertThat(catalogue.forget(ADAS, new ForgetTarget.OfScope(ADA), 9).prompts())
                .containsExactly(PromptKey.of("bare"));
        ForgetTarget model = new ForgetTarget.OfModel(boat.recipe().model().toString());
        assertThat(catalogue.forget(PUBLIC, new ForgetTarget.OfModel("another"), 9).isNothing()).isTrue();
        assertThat(catalogue.extent(PUBLIC, model).images()).isEqualTo(1);
        assertThat(catalogue.forget(PUBLIC, model, 9).generations()).containsExactly(boat);
        assertThat(catalogue.page("", 9)).isEmpty();
    }

    @Test
    void forget_byAGuest_takesOnlyTheirOwn() {
        Generation theirs = samples.generation(Scope.PUBLIC, "a red boat");
        catalogue.add(GUEST, theirs, samples.vectors());
        Generation others = add(Scope.PUBLIC, "a red boat");
        ForgetTarget prompt = new ForgetTarget.OfPrompt("a red boat");

        assertThat(catalogue.extent(GUEST, prompt).images()).isEqualTo(1);
        assertThat(catalogue.forget(GUEST, prompt, 9).generations()).containsExactly(theirs);
        assertThat(catalogue.forget(GUEST, prompt, 9).isNothing()).isTrue();
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat")).orElseThrow().image()).contains(others.id());
    }

    @Test
    void erase_afterForgetting_leavesAHistoryWithoutIt() {
        add(Scope.PUBLIC, "a red boat");
        Generation cat = add(Scope.PUBLIC, "a cat");
        catalogue.forget(PUBLIC, new ForgetTarget.OfPrompt("a red boat"), 9);
        ChangeLog.Position end = catalogue.end();

        catalogue.erase(end.change());
        restart();

        assertThat(catalogue.end()).isEqualTo(end);
        assertThat(catalogue.changesAfter(0, 99)).isNotEmpty().noneMatch(change -> change.toString().contains("boat"));
        assertThat(catalogue.byId(PUBLIC, cat.id())).contains(cat);
        Generation later = add(Scope.PUBLIC, "a red boat");
        assertThat(catalogue.changesAfter(end.change(), 99)).as("whoever follows goes on")
                .first()
                .isInstanceOfSatisfying(Change.GenerationAdded.class,
                        added -> assertThat(added.generation()).isEqualTo(later));
    }

    @Test
    void add_afterDelete_isANewPrompt() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.delete(PUBLIC, boat.id());
        Generation again = add(Scope.PUBLIC, "A red boat");
        RememberedPrompt prompt = catalogue.prompt(PUBLIC, PromptKey.of("a red boat")).orElseThrow();
        assertThat(prompt.uses()).isEqualTo(1);
        assertThat(prompt.text()).isEqualTo("A red boat");
        Replica replica = Replica.of(catalogue, () -> 1);
        assertThat(replica.generations()).containsExactly(again);
        assertThat(replica.prompts()).containsExactly(prompt);
    }

    @Test
    void addPrompts_newAndKnown_addsTheNewOnly() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        RememberedPrompt cat = samples.prompt(Scope.PUBLIC, "Two cats!");
        catalogue.addPrompts(PUBLIC, List.of(samples.prompt(Scope.PUBLIC, "A RED BOAT"), cat,
                samples.prompt(Scope.PUBLIC, "two cats")));
        assertThat(catalogue.changesAfter(2, 9)).containsExactly(new Change.PromptPut(3, cat));
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("two cats"))).contains(cat);
        assertThat(image("a red boat")).contains(boat.id());
        assertThat(catalogue.totals(PUBLIC).prompts()).isEqualTo(2);
    }

    @Test
    void addPrompts_oneOfWrongDimension_addsNone() {
        RememberedPrompt good = samples.prompt(Scope.PUBLIC, "a cat");
        RememberedPrompt bad = new RememberedPrompt(Scope.PUBLIC, PromptKey.of("a dog"), "a dog", 0,
                samples.embedding(3), Optional.empty());
        assertThatThrownBy(() -> catalogue.addPrompts(PUBLIC, List.of(good, bad)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catalogue.prompt(PUBLIC, good.key())).isEmpty();
    }

    @Test
    void addPrompts_withUses_isRefused() {
        RememberedPrompt used = new RememberedPrompt(Scope.PUBLIC, PromptKey.of("a dog"), "a dog", 3,
                samples.prompt(ADA, "a dog").vector(), Optional.empty());
        assertThatThrownBy(() -> catalogue.addPrompts(PUBLIC, List.of(used)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void add_knownPrompt_keepsTextAndVectorAndCountsAUse() {
        RememberedPrompt warm = samples.prompt(Scope.PUBLIC, "A red boat");
        catalogue.addPrompts(PUBLIC, List.of(warm));
        Generation boat = add(Scope.PUBLIC, "a RED boat.");
        assertThat(catalogue.prompt(PUBLIC, warm.key())).contains(new RememberedPrompt(Scope.PUBLIC, warm.key(),
                "A red boat", 1, warm.vector(), Optional.of(boat.id())));
    }

    @Test
    void use_exactWithoutVector_countsAKnownPrompt() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.use(List.of(exact(boat, "a red boat"), exact(boat, "a red boat")));
        assertThat(catalogue.end()).isEqualTo(new ChangeLog.Position(2, 2));
        assertThat(catalogue.usesAfter(0, 9))
                .containsExactly(new ChangeLog.PromptUses(2, Scope.PUBLIC, PromptKey.of("a red boat"), 3));
        assertThat(catalogue.usesAfter(2, 9)).isEmpty();
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a red boat")).orElseThrow().uses()).isEqualTo(3);
        assertThat(catalogue.totals(PUBLIC).answered().exact()).isEqualTo(2);
        assertThat(catalogue.totals(PUBLIC).saved()).isEqualTo(SAVED.multipliedBy(2));
    }

    @Test
    void use_exactWithoutVector_remembersNoNewPrompt() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.use(List.of(exact(boat, "boat, red")));
        assertThat(catalogue.end()).isEqualTo(new ChangeLog.Position(2, 0));
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("boat, red"))).isEmpty();
        assertThat(catalogue.totals(PUBLIC).answered().exact()).isEqualTo(1);
    }

    @Test
    void use_similar_remembersThePromptWithItsAnswer() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Statistics.Use use = similar(boat, "A crimson boat");
        catalogue.use(List.of(use));
        RememberedPrompt expected = new RememberedPrompt(Scope.PUBLIC, PromptKey.of("a crimson boat"),
                "A crimson boat", 1, use.vector().orElseThrow(), Optional.of(boat.id()));
        assertThat(catalogue.changesAfter(2, 9)).containsExactly(new Change.PromptPut(3, expected));
        assertThat(catalogue.prompt(PUBLIC, expected.key())).contains(expected);
        assertThat(catalogue.seen(PUBLIC)).contains(boat.id());
        assertThat(catalogue.totals(PUBLIC).answered().similar()).isEqualTo(1);
    }

    @Test
    void use_promptWithoutImage_getsTheAnswer() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation cat = add(Scope.PUBLIC, "a cat");
        catalogue.addPrompts(PUBLIC, List.of(samples.prompt(Scope.PUBLIC, "a crimson boat")));
        catalogue.use(List.of(similar(boat, "a crimson boat")));
        assertThat(image("a crimson boat")).contains(boat.id());
        catalogue.use(List.of(similar(cat, "a crimson boat")));
        assertThat(image("a crimson boat")).contains(boat.id());
    }

    @Test
    void use_answerDeletedMeanwhile_remembersThePromptWithoutImage() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.delete(PUBLIC, boat.id());
        catalogue.use(List.of(similar(boat, "a crimson boat")));
        RememberedPrompt prompt = catalogue.prompt(PUBLIC, PromptKey.of("a crimson boat")).orElseThrow();
        assertThat(prompt.image()).isEmpty();
    }

    @Test
    void use_oneOfWrongDimension_countsNone() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Statistics.Use bad = new Statistics.Use(PUBLIC, Samples.FIRST, Statistics.Use.Kind.SIMILAR, boat.id(), "a boat",
                Optional.of(samples.embedding(3)), SAVED);
        assertThatThrownBy(() -> catalogue.use(List.of(exact(boat, "a red boat"), bad)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catalogue.totals(PUBLIC).answered().exact()).isZero();
        assertThat(catalogue.end().change()).isEqualTo(2);
    }

    @Test
    void seen_moreThanRemembered_keepsTheLast() {
        List<Generation> shown = IntStream.range(0, CallerHistory.REMEMBERED_AS_SEEN + 2)
                .mapToObj(i -> samples.generation(Scope.PUBLIC, "boat"))
                .toList();
        int last = shown.size() - 1;
        catalogue.use(shown.subList(0, last).stream().map(generation -> exact(generation, "boat")).toList());
        catalogue.use(List.of(exact(shown.get(1), "boat"), exact(shown.get(last), "boat")));
        restart();
        Set<GenerationId> seen = catalogue.seen(PUBLIC);
        assertThat(seen).hasSize(CallerHistory.REMEMBERED_AS_SEEN)
                .contains(shown.get(1).id(), shown.get(3).id(), shown.get(last).id())
                .doesNotContain(shown.get(0).id(), shown.get(2).id());
    }

    @Test
    void reject_promptAndImage_isRememberedForThatPromptOnly() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        PromptKey crimson = PromptKey.of("a crimson boat");
        catalogue.reject(PUBLIC, crimson, boat.id());
        catalogue.reject(PUBLIC, crimson, boat.id());
        restart();
        assertThat(catalogue.rejected(PUBLIC, crimson)).containsExactly(boat.id());
        assertThat(catalogue.rejected(PUBLIC, PromptKey.of("a red boat"))).isEmpty();
        assertThat(catalogue.rejected(ADAS, crimson)).isEmpty();
    }

    @Test
    void add_anotherScopeThanIsWritten_isRefused() {
        Generation boat = samples.generation(ADA, "a red boat");
        assertThatThrownBy(() -> catalogue.add(PUBLIC, boat, samples.vectors()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ada");
        assertThatThrownBy(() -> catalogue.addPrompts(PUBLIC, List.of(samples.prompt(ADA, "two cats"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catalogue.end()).isEqualTo(ChangeLog.Position.START);
    }

    @Test
    void lookups_severalScopes_findWhatLiesInEach() {
        Generation older = add(Scope.PUBLIC, "a red boat");
        Generation newer = add(ADA, "a red boat");
        String key = older.recipe().identity().key();

        assertThat(catalogue.byKey(BOTH, key)).containsExactly(older, newer);
        assertThat(catalogue.newest(BOTH, 1)).containsExactly(newer);
        assertThat(catalogue.newest(BOTH, 9)).containsExactly(newer, older);
        assertThat(catalogue.prompt(BOTH, PromptKey.of("a red boat")).orElseThrow().scope()).isEqualTo(ADA);
        assertThat(catalogue.totals(BOTH).generations()).isEqualTo(2);
        assertThat(catalogue.byId(BOTH, older.id())).contains(older);
    }

    @Test
    void delete_somebodyElses_needsAnAdministrator() {
        Generation own = samples.generation(Scope.PUBLIC, "a red boat");
        catalogue.add(GUEST, own, samples.vectors());
        Generation foreign = add(Scope.PUBLIC, "a blue boat");
        Generation hidden = add(ADA, "a cat");

        assertThatThrownBy(() -> catalogue.delete(GUEST, foreign.id())).isInstanceOf(DreamCacherException.class)
                .extracting(e -> ((DreamCacherException) e).category())
                .isEqualTo(FailureCategory.FORBIDDEN);
        assertThat(catalogue.byId(PUBLIC, foreign.id())).isPresent();
        assertThat(catalogue.delete(GUEST, hidden.id())).isFalse();
        restart();
        assertThat(catalogue.delete(GUEST, own.id())).isTrue();
        assertThat(catalogue.delete(PUBLIC, foreign.id())).isTrue();
    }

    @Test
    void reject_byOneCaller_countsForThemAlone() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        PromptKey crimson = PromptKey.of("a crimson boat");
        catalogue.reject(GUEST, crimson, boat.id());
        restart();
        assertThat(catalogue.rejected(GUEST, crimson)).containsExactly(boat.id());
        assertThat(catalogue.rejected(Access.LOCAL, crimson)).isEmpty();
        catalogue.reject(Access.LOCAL, crimson, boat.id());
        assertThat(catalogue.rejected(Access.in(Scope.PUBLIC, new Caller("another")), crimson))
                .containsExactly(boat.id());
    }

    @Test
    void use_answerOfAnotherScope_remembersThePromptWithoutImage() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Embedding vector = samples.embedding(Samples.IDENTITY.encoder().promptDimension());
        catalogue.use(List
                .of(new Statistics.Use(BOTH, Samples.FIRST, Statistics.Use.Kind.SIMILAR, boat.id(), "a crimson boat",
                        Optional.of(vector), SAVED)));
        assertThat(catalogue.prompt(ADAS, PromptKey.of("a crimson boat")).orElseThrow().image()).isEmpty();
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("a crimson boat"))).isEmpty();
    }

    /** An index that is rebuilt must rank as one that followed from the start. */
    @Test
    void usesAfter_promptRemovedAndThereAgain_tellNothingOfItsFirstLife() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        catalogue.use(List.of(exact(boat, "a red boat")));
        catalogue.delete(PUBLIC, boat.id());
        assertThat(catalogue.usesAfter(0, 9)).isEmpty();
        add(Scope.PUBLIC, "a red boat");
        assertThat(Replica.of(catalogue, () -> 1).prompts().getFirst().uses()).isEqualTo(1);
    }

    @Test
    void totals_afterDelete_countWhatWasDoneAndWhatIsThere() {
        Generation boat = add(Scope.PUBLIC, "a red boat");
        Generation cat = add(Scope.PUBLIC, "a cat");
        add(ADA, "a dog");
        catalogue.use(List.of(exact(boat, "a red boat"), similar(cat, "one cat")));
        catalogue.delete(PUBLIC, boat.id());
        restart();
        assertThat(catalogue.totals(PUBLIC)).isEqualTo(new Statistics.Totals(1, 2, cat.file().sizeBytes(),
                new Statistics.Answered(1, 1, 2), boat.took().plus(cat.took()), SAVED.multipliedBy(2)));
        assertThat(catalogue.totals(ADAS).generations()).isEqualTo(1);
    }

    @Test
    void changesAfter_limit_isKept() {
        add(Scope.PUBLIC, "a red boat");
        add(Scope.PUBLIC, "a cat");
        List<Change> all = catalogue.changesAfter(0, 10);
        assertThat(all).hasSize(4);
        assertThat(catalogue.changesAfter(0, 3)).isEqualTo(all.subList(0, 3));
        assertThat(catalogue.changesAfter(all.get(2).number(), 9)).isEqualTo(all.subList(3, 4));
        assertThat(catalogue.changesAfter(catalogue.end().change(), 9)).isEmpty();
        assertThat(catalogue.changesAfter(0, 0)).isEmpty();
    }

    @Test
    void changeNumber_afterRestart_goesOn() {
        add(Scope.PUBLIC, "a red boat");
        restart();
        assertThat(catalogue.end().change()).isEqualTo(2);
        catalogue.delete(PUBLIC, catalogue.page("", 1).getFirst().id());
        assertThat(catalogue.changesAfter(2, 9).getFirst().number()).isEqualTo(3);
        restart();
        assertThat(Replica.of(catalogue, () -> 1).generations()).isEmpty();
        assertThat(catalogue.end().change()).isEqualTo(4);
    }

    /** Reading while others write: what a reader follows is never ahead of what it has been told. */
    @Test
    void changesAfter_whileOthersWrite_losesNothing() throws Exception {
        int writers = 3;
        int each = 40;
        List<List<Generation>> plans = IntStream.range(0, writers)
                .mapToObj(writer -> IntStream.range(0, each)
                        .mapToObj(i -> samples.generation(Scope.PUBLIC, "boat " + i % 7))
                        .toList())
                .toList();
        GenerationVectors vectors = samples.vectors();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> writing = new ArrayList<>();
            for (List<Generation> plan : plans) {
                Callable<Void> writer = () -> {
                    plan.forEach(generation -> catalogue.add(PUBLIC, generation, vectors));
                    return null;
                };
                writing.add(threads.submit(writer));
            }
            Replica replica = new Replica();
            while (!writing.stream().allMatch(Future::isDone)) {
                replica.follow(catalogue, () -> 3);
            }
            for (Future<Void> writer : writing) {
                writer.get();
            }
            replica.follow(catalogue, () -> 3);
            replica.assertSameAs(Replica.of(catalogue, () -> 50));
            assertThat(replica.generations()).hasSize(writers * each);
        }
        assertThat(catalogue.prompt(PUBLIC, PromptKey.of("boat 0")).orElseThrow().uses()).isEqualTo(18);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomWalk_anySeed_agreesWithTheReference(long seed) {
        RandomWalk walk = new RandomWalk(seed, catalogue);
        for (int i = 0; i < 8; i++) {
            for (int step = 0; step < 25; step++) {
                walk.step();
            }
            walk.compare();
            walk.reopened(() -> catalogue = reopen());
        }
        walk.compare();
    }

    private Generation add(Scope scope, String prompt) {
        return add(scope, prompt, samples.vectors());
    }

    private Generation add(Scope scope, String prompt, GenerationVectors vectors) {
        Generation generation = samples.generation(scope, prompt);
        catalogue.add(Access.in(scope, Caller.LOCAL), generation, vectors);
        return generation;
    }

    @Test
    void answered_uses_areTheLastOfEachPromptWithItsSimilarity() {
        Generation boat = add(Scope.PUBLIC, "a boat");
        Statistics.Use near = similar(boat, "A crimson boat");
        catalogue.use(List.of(near, exact(boat, "a boat"), exact(boat, "a boat")));
        catalogue.use(List.of(exact(boat, "a crimson boat.")));

        List<Statistics.Answering> answered = catalogue.answered(PUBLIC, boat.id(), 10);

        assertThat(answered).extracting(Statistics.Answering::prompt, Statistics.Answering::uses)
                .containsExactly(tuple("a boat", 2L), tuple("a crimson boat.", 2L));
        assertThat(answered.getFirst().similarity()).isEmpty();
        assertThat(answered.getLast().similarity().orElseThrow()).as("of the use that knew it").isBetween(-1.0, 1.0);
        assertThat(answered.getLast().at()).isEqualTo(Samples.FIRST);
        assertThat(catalogue.answered(PUBLIC, boat.id(), 1)).hasSize(1);
        assertThat(catalogue.answered(Access.in(new Scope("elsewhere"), Caller.LOCAL), boat.id(), 10)).isEmpty();
    }

    @Test
    void diversity_uses_areSharedByImages() {
        Generation boat = add(Scope.PUBLIC, "a boat");
        Generation cat = add(Scope.PUBLIC, "a cat");
        assertThat(catalogue.diversity(PUBLIC)).isEqualTo(new Statistics.Diversity(0, 0, 0, 0, 0));
        catalogue.use(List.of(exact(boat, "a boat"), exact(boat, "a ship"), exact(cat, "a boat"), exact(cat, "a cat"),
                exact(boat, "a boat")));

        assertThat(catalogue.diversity(PUBLIC)).isEqualTo(new Statistics.Diversity(5, 3, 2, 4, 3));
    }

    @Test
    void delete_whatItAnswered_isGoneWithIt() {
        Generation boat = add(Scope.PUBLIC, "a boat");
        catalogue.use(List.of(exact(boat, "a ship")));
        catalogue.checked(PUBLIC, Samples.FIRST, check(boat, "a ship"));
        catalogue.delete(Access.LOCAL, boat.id());

        assertThat(catalogue.diversity(PUBLIC).pairs()).isZero();
        assertThat(catalogue.checks(PUBLIC, 10)).isEmpty();
    }

    @Test
    void forget_prompt_takesWhatAnsweredItAndWhatWasChecked() {
        Generation boat = add(Scope.PUBLIC, "a boat");
        catalogue.use(List.of(similar(boat, "a crimson boat")));
        catalogue.checked(PUBLIC, Samples.FIRST, check(boat, "a crimson boat"));
        catalogue.forget(Access.LOCAL, new ForgetTarget.OfPrompt("a crimson boat"), 10);

        assertThat(catalogue.answered(PUBLIC, boat.id(), 10)).isEmpty();
        assertThat(catalogue.checks(PUBLIC, 10)).isEmpty();
    }

    @Test
    void checks_kept_comeBackLastFirst() {
        Generation boat = add(Scope.PUBLIC, "a boat");
        Statistics.Check first = check(boat, "a ship");
        Statistics.Check second = check(boat, "a sail");
        catalogue.checked(PUBLIC, Samples.FIRST, first);
        catalogue.checked(PUBLIC, Samples.FIRST, second);
        catalogue.checkCost(PUBLIC, Duration.ofMillis(1200));
        catalogue.checkCost(PUBLIC, Duration.ofMillis(300));

        assertThat(catalogue.checks(PUBLIC, 10)).containsExactly(second, first);
        assertThat(catalogue.checks(PUBLIC, 1)).containsExactly(second);
        assertThat(catalogue.checkCost(PUBLIC)).isEqualTo(new Statistics.CheckCost(2, Duration.ofMillis(1500)));
        assertThat(catalogue.checks(Access.in(new Scope("elsewhere"), Caller.LOCAL), 10)).isEmpty();
    }

    @Test
    void opinions_goodOne_isAcceptedByWhomItCountsFor() {
        Generation boat = add(Scope.PUBLIC, "a boat");
        Access one = guest("one");
        Access two = guest("two");
        PromptKey ship = PromptKey.of("a ship");
        catalogue.judge(one, Samples.FIRST, new Statistics.Verdict(ship, boat.id(), Statistics.Verdict.Kind.SIMILAR,
                true, OptionalDouble.of(0.9)));

        assertThat(catalogue.opinions(one, ship).accepted()).containsOnly(Map.entry(boat.id(), 0.9));
        assertThat(catalogue.opinions(two, ship).accepted()).isEmpty();

        catalogue.judge(Access.LOCAL, Samples.FIRST, new Statistics.Verdict(ship, boat.id(),
                Statistics.Verdict.Kind.SIMILAR, false));
        assertThat(catalogue.opinions(one, ship).accepted()).as("rejected for everybody").isEmpty();
        assertThat(catalogue.opinions(one, ship).rejected()).containsExactly(boat.id());
    }

    private static Access guest(String name) {
        return new Access(new Caller(name), Set.of(Scope.PUBLIC), Scope.PUBLIC, EnumSet.of(Right.READ, Right.WRITE));
    }

    private static Statistics.Check check(Generation image, String prompt) {
        return new Statistics.Check(PromptKey.of(prompt), image.id(), Statistics.Check.Kind.REUSED, "text", 0.125,
                0.75);
    }

    @Test
    final void prompts_pageByPage_areAllOfTheScopeInOrderOfTheirKeys() {
        List<String> texts = List.of("a cat", "!?", "Zebra", "äpfel", "\uD83D\uDE80 7", "\uFF5E\uFA0E", "b");
        catalogue.addPrompts(PUBLIC, texts.stream().map(text -> prompt(PUBLIC, text)).toList());
        catalogue.addPrompts(ADAS, List.of(prompt(ADAS, "a secret")));

        List<String> keys = new ArrayList<>();
        Optional<PromptKey> after = Optional.empty();
        for (List<RememberedPrompt> page = catalogue.prompts(PUBLIC, after, 2); !page.isEmpty(); page = catalogue
                .prompts(PUBLIC, after, 2)) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(prompt -> keys.add(prompt.key().value()));
            after = Optional.of(page.getLast().key());
        }

        assertThat(keys).containsExactlyInAnyOrderElementsOf(
                texts.stream().map(text -> PromptKey.of(text).value()).toList());
        assertThat(keys).isSortedAccordingTo(Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8),
                Arrays::compareUnsigned));
    }

    private RememberedPrompt prompt(Access access, String text) {
        return new RememberedPrompt(access.writeScope(), PromptKey.of(text), text, 0,
                samples.embedding(Samples.IDENTITY.encoder().promptDimension()), Optional.empty());
    }

    private Optional<GenerationId> image(String prompt) {
        return catalogue.prompt(PUBLIC, PromptKey.of(prompt)).orElseThrow().image();
    }

    private Statistics.Use exact(Generation answer, String prompt) {
        return new Statistics.Use(PUBLIC, Samples.FIRST, Statistics.Use.Kind.EXACT, answer.id(), prompt,
                Optional.empty(),
                SAVED);
    }

    private Statistics.Use similar(Generation answer, String prompt) {
        Embedding vector = samples.embedding(Samples.IDENTITY.encoder().promptDimension());
        return new Statistics.Use(PUBLIC, Samples.FIRST, Statistics.Use.Kind.SIMILAR, answer.id(), prompt,
                Optional.of(vector),
                SAVED);
    }
}
