package io.dreamcacher.testkit.index;

import static java.util.Comparator.comparingLong;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.testkit.Samples;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What {@link IndexWriter} promises, a test a promise. Subclasses say how their index is made, closed and cut off;
 * the random tests compare with {@link BruteForceIndex} on fixed seeds.
 */
public abstract class IndexContract {
    private static final Scope ELSEWHERE = new Scope("elsewhere");
    private static final Set<Scope> PUBLIC = Set.of(Scope.PUBLIC);
    private static final long SEED = 20260101;
    private static final double SIMILARITY_ERROR = 1e-5;
    private static final double LEAST_RECALL = 0.95;
    private static final int DIMENSION = Samples.IDENTITY.encoder().promptDimension();

    private final Samples samples = new Samples(SEED);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private IndexWriter index;
    private long lastChange;

    /** For subclasses. */
    protected IndexContract() {}

    /** A new, empty index. */
    protected abstract IndexWriter create();

    /** Closes the index and opens it again. */
    protected abstract IndexWriter reopen(IndexWriter open);

    /** Opens what the index left behind if its process died now; the given one is not used again. */
    protected abstract IndexWriter crash(IndexWriter open);

    @BeforeEach
    void createIndex() {
        index = create();
    }

    @AfterEach
    void closeIndex() {
        index.close();
    }

    @Test
    void apply_addedGeneration_isFoundByTheNextSearch() {
        for (int i = 1; i <= 20; i++) {
            Change.GenerationAdded added = generation("a red boat");
            index.apply(List.of(added));

            assertThat(index.size()).isEqualTo(i);
            assertThat(nearest(added.vectors().prompt(), 1)).containsExactly(added.generation().id());
        }
    }

    @Test
    void apply_deletedGeneration_isFoundByNothing() {
        Change.GenerationAdded kept = generation("a red boat");
        Change.GenerationAdded gone = generation("a red boat");
        index.apply(List.of(kept, gone));
        index.apply(List.of(new Change.GenerationDeleted(next(), gone.generation().id())));

        assertThat(index.size()).isEqualTo(1);
        assertThat(nearest(gone.vectors().prompt(), 2)).containsExactly(kept.generation().id());
        assertThat(index.search().nearest(SimilaritySearch.Space.IMAGE, image(gone), everything(), 2)).hasSize(1);
        assertThat(names(index.search().words("boat", everything(), 2))).containsExactly(kept.generation().id());
    }

    @Test
    void apply_addedAndDeletedInOneList_isNotThere() {
        Change.GenerationAdded added = generation("a red boat");

        index.apply(List.of(added, new Change.GenerationDeleted(next(), added.generation().id())));

        assertThat(index.size()).isZero();
    }

    @Test
    void apply_deletedAndAddedAgainInOneList_isThere() {
        Change.GenerationAdded added = generation("a red boat");

        index.apply(List.of(added, new Change.GenerationDeleted(next(), added.generation().id()),
                new Change.GenerationAdded(next(), added.generation(), added.vectors())));

        assertThat(index.size()).isEqualTo(1);
    }

    @Test
    void apply_deletionOfSomethingUnknown_isNoFailure() {
        index.apply(List.of(new Change.GenerationDeleted(next(), samples.id()),
                new Change.PromptRemoved(next(), Scope.PUBLIC, PromptKey.of("never seen"))));

        assertThat(index.size()).isZero();
    }

    @Test
    void apply_sameChangesAgain_doesNoHarm() {
        List<Change> changes = List.of(generation("a red boat"), generation("a blue house"), prompt("a red boat", 3),
                new Change.GenerationDeleted(next(), samples.id()), prompt("a blue house", 1));
        index.apply(changes);
        index.commit();
        index.apply(changes);
        index.apply(changes.subList(0, 1));

        assertThat(index.size()).isEqualTo(2);
        assertThat(texts(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a"), 9)))
                .containsExactly("a red boat", "a blue house");
        assertThat(index.search().words("boat house", everything(), 9)).hasSize(2);
        index.commit();
        assertThat(index.committed().change()).isEqualTo(lastChange);
    }

    @Test
    void apply_nothing_isNoFailure() {
        index.apply(List.of());

        assertThat(index.size()).isZero();
    }

    @Test
    void committedChange_emptyIndex_isZero() {
        assertThat(index.committed().change()).isZero();
    }

    @Test
    void committedChange_afterCommit_isTheLastChange() {
        index.apply(List.of(generation("a red boat")));
        lastChange += 5;
        index.apply(List.of(generation("a blue house")));
        index.commit();

        assertThat(index.committed().change()).isEqualTo(lastChange);
    }

    @Test
    void close_appliedChanges_areThereWhenOpenedAgain() {
        Change.GenerationAdded added = generation("a red boat");
        index.apply(List.of(added, prompt("a red boat", 4)));
        index = reopen(index);

        assertThat(index.committed().change()).isEqualTo(lastChange);
        assertThat(index.size()).isEqualTo(1);
        assertThat(nearest(added.vectors().prompt(), 1)).containsExactly(added.generation().id());
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a red"), 1))
                .containsExactly(
                        new SimilaritySearch.PromptHit(PromptKey.of("a red boat"), "a red boat", 4, Optional.empty()));
    }

    @Test
    void crash_afterCommit_losesNothing() {
        Change.GenerationAdded added = generation("a red boat");
        index.apply(List.of(added));
        index.commit();
        index = crash(index);

        assertThat(index.committed().change()).isEqualTo(lastChange);
        assertThat(nearest(added.vectors().prompt(), 1)).containsExactly(added.generation().id());
    }

    @Test
    void crash_withoutCommit_isWhatCommittedChangeSaysAndReplayMendsIt() {
        List<Change> changes = new ArrayList<>();
        for (int batch = 0; batch < 25; batch++) {
            List<Change> added = List.copyOf(generations(100));
            changes.addAll(added);
            index.apply(added);
        }
        long promised = index.committed().change();
        index = crash(index);

        assertThat(index.committed().change()).isEqualTo(promised);
        assertThat(index.size()).isEqualTo(changes.stream().filter(change -> change.number() <= promised).count());
        index.apply(changes.stream().filter(change -> change.number() > promised).toList());
        assertThat(index.size()).isEqualTo(changes.size());
    }

    @Test
    void applyUses_knownPrompts_rankAnewAndNothingElseChanges() {
        Change.PromptPut boat = prompt("a red boat", 3);
        Change.PromptPut barn = prompt("a red barn", 1);
        index.apply(List.of(boat, barn));
        index.applyUses(List.of(used(1, boat, 4), used(2, barn, 9)));

        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a red"), 9))
                .containsExactly(new SimilaritySearch.PromptHit(barn.prompt().key(), "a red barn", 9, Optional.empty()),
                        new SimilaritySearch.PromptHit(boat.prompt().key(), "a red boat", 4, Optional.empty()));
        assertThat(texts(index.search().promptsNear(PUBLIC, boat.prompt().vector(), -1, 1)))
                .containsExactly("a red boat");
        index.commit();
        assertThat(index.committed()).isEqualTo(new ChangeLog.Position(lastChange, 2));
        index = crash(index);
        assertThat(index.committed()).isEqualTo(new ChangeLog.Position(lastChange, 2));
        assertThat(texts(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a red"), 1)))
                .containsExactly("a red barn");
    }

    @Test
    void applyUses_promptThatIsNotHere_isPassedOver() {
        Change.PromptPut gone = prompt("a red boat", 3);
        index.applyUses(List.of(used(7, gone, 4)));

        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of(""), 9)).isEmpty();
        index.commit();
        assertThat(index.committed()).isEqualTo(new ChangeLog.Position(0, 7));
    }

    private static ChangeLog.PromptUses used(long number, Change.PromptPut put, long uses) {
        return new ChangeLog.PromptUses(number, put.prompt().scope(), put.prompt().key(), uses);
    }

    @Test
    void found_generation_comesWithAllADecisionNeeds() {
        GenerationSettings unusual = Samples.SETTINGS.withNegativePrompt("")
                .withGuidanceScale(0.1 + 0.2)
                .withConditioning(new Conditioning(0.7, 2, PromptSyntax.WEIGHTED, LongPrompts.CHUNKED,
                        Optional.of(new SeedVariation(-5, 0.25)), Optional.empty(), 0.8));
        Change.GenerationAdded plain = generation("");
        Change.GenerationAdded strange = added(
                samples.generation(ELSEWHERE, "line\nbreak Bär 🐻", unusual, Long.MIN_VALUE));
        Change.GenerationAdded blind = new Change.GenerationAdded(next(), samples.generation(Scope.PUBLIC, "bär"),
                new GenerationVectors(samples.embedding(DIMENSION), Optional.empty()));
        index.apply(List.of(plain, strange, blind));
        index = reopen(index);

        IndexFilter both = IndexFilter
                .readableBy(new Access(Caller.LOCAL, Set.of(Scope.PUBLIC, ELSEWHERE), ELSEWHERE, Set.of()));
        assertThat(index.search().nearest(SimilaritySearch.Space.PROMPT, samples.embedding(DIMENSION), both, 9))
                .extracting(SimilaritySearch.Neighbour::found)
                .containsExactlyInAnyOrder(indexed(plain), indexed(strange), indexed(blind));
        assertThat(index.search().words("bär", both, 9)).containsExactlyInAnyOrder(indexed(strange), indexed(blind));
    }

    private static IndexedGeneration indexed(Change.GenerationAdded added) {
        return new IndexedGeneration(added.generation(), added.vectors().prompt(),
                added.vectors().joint().map(GenerationVectors.Joint::image));
    }

    @Test
    void count_scopes_countsTheirs() {
        index.apply(List.of(generation("a"), generation("b"), added(samples.generation(ELSEWHERE, "a"))));

        assertThat(index.search().count(PUBLIC)).isEqualTo(2);
        assertThat(index.search().count(Set.of(ELSEWHERE))).isEqualTo(1);
        assertThat(index.search().count(Set.of(Scope.PUBLIC, ELSEWHERE))).isEqualTo(3);
        assertThat(index.search().count(Set.of(new Scope("nobody")))).isZero();
        assertThat(index.size()).isEqualTo(3);
    }

    @Test
    void nearest_emptyIndex_isEmpty() {
        assertThat(index.search().nearest(SimilaritySearch.Space.PROMPT, samples.embedding(DIMENSION), everything(), 9))
                .isEmpty();
    }

    @Test
    void nearest_similarity_isTheCosineAndFalls() {
        Embedding query = samples.embedding(DIMENSION);
        double[] cosines = {1, 0.999, 0.9, 0.5, 0, -0.5, -1};
        List<Change> changes = new ArrayList<>();
        for (double cosine : cosines) {
            GenerationVectors vectors = new GenerationVectors(samples.near(query, cosine), Optional.empty());
            changes.add(new Change.GenerationAdded(next(), samples.generation(Scope.PUBLIC, "a"), vectors));
        }
        index.apply(changes);

        List<SimilaritySearch.Neighbour> found = index.search()
                .nearest(SimilaritySearch.Space.PROMPT, query, everything(), 100);
        assertThat(found).hasSize(cosines.length);
        for (int i = 0; i < cosines.length; i++) {
            assertThat(found.get(i).similarity()).isCloseTo(cosines[i], within(SIMILARITY_ERROR)).isBetween(-1.0, 1.0);
        }
    }

    @Test
    void nearest_imageSpace_comparesWithImages() {
        List<Change.GenerationAdded> added = generations(30);
        index.apply(List.copyOf(added));

        for (Change.GenerationAdded change : added) {
            SimilaritySearch.Neighbour found = index.search()
                    .nearest(SimilaritySearch.Space.IMAGE, image(change), everything(), 1)
                    .getFirst();
            assertThat(found.id()).isEqualTo(change.generation().id());
            assertThat(found.similarity()).isCloseTo(1, within(SIMILARITY_ERROR));
        }
    }

    @Test
    void nearest_generationWithoutImageVector_isInPromptSpaceOnly() {
        GenerationVectors blind = new GenerationVectors(samples.embedding(DIMENSION), Optional.empty());
        Change.GenerationAdded seen = generation("a red boat");
        index.apply(List.of(seen,
                new Change.GenerationAdded(next(), samples.generation(Scope.PUBLIC, "a"), blind)));

        assertThat(nearest(blind.prompt(), 9)).hasSize(2);
        assertThat(index.search().nearest(SimilaritySearch.Space.IMAGE, image(seen), everything(), 9)).hasSize(1);
    }

    @Test
    void nearest_sameVectorManyTimes_isFoundEachTime() {
        GenerationVectors vectors = samples.vectors();
        List<Change> changes = new ArrayList<>(generations(300));
        for (int i = 0; i < 300; i++) {
            changes.add(new Change.GenerationAdded(next(), samples.generation(Scope.PUBLIC, "a red boat"), vectors));
        }
        index.apply(changes);

        List<SimilaritySearch.Neighbour> found = index.search()
                .nearest(SimilaritySearch.Space.PROMPT, vectors.prompt(), everything(), 300);
        assertThat(new HashSet<>(found)).hasSize(300);
        assertThat(found).allSatisfy(hit -> assertThat(hit.similarity()).isCloseTo(1, within(SIMILARITY_ERROR)));
    }

    @Test
    void nearest_seededRandomVectors_hasTheRecallOfBruteForce() {
        int dimension = 48;
        try (BruteForceIndex reference = new BruteForceIndex()) {
            for (int batch = 0; batch < 12; batch++) {
                List<Change> changes = clusteredGenerations(250, dimension);
                index.apply(changes);
                reference.apply(changes);
            }
            for (int k : List.of(1, 10, 50)) {
                assertThat(recall(reference, dimension, k)).as("recall at %d", k).isGreaterThan(LEAST_RECALL);
            }
        }
    }

    @Test
    void nearest_kBelowOne_isRefused() {
        assertThatThrownBy(
                () -> index.search()
                        .nearest(SimilaritySearch.Space.PROMPT, samples.embedding(DIMENSION), everything(), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void nearest_everyFilter_leavesOnlyWhatPasses() {
        Change.GenerationAdded plain = generation("a red boat");
        GenerationSettings larger = Samples.SETTINGS.withSize(new ImageSize(256, 128));
        Change.GenerationAdded large = added(samples.generation(Scope.PUBLIC, "a red boat", larger, 1));
        Change.GenerationAdded steps = added(samples.generation(Scope.PUBLIC, "a red boat",
                Samples.SETTINGS.withSteps(30), 1));
        Change.GenerationAdded model = added(ofModel(samples.generation(Scope.PUBLIC, "a red boat"), "other"));
        Change.GenerationAdded foreign = added(samples.generation(ELSEWHERE, "a red boat"));
        index.apply(List.of(plain, large, steps, model, foreign));

        assertPasses(everything(), plain, large, steps, model);
        assertPasses(in(ELSEWHERE), foreign);
        assertPasses(everything().withSize(larger.size()), large);
        assertPasses(everything().withModel("other"), model);
        assertPasses(everything().withModel("oth"));
        assertPasses(everything().withSettingsKey(steps.generation().recipe().identity().settingsKey()), steps);
        assertPasses(everything().withSize(Samples.SETTINGS.size()).withModel(Samples.MODEL.name()), plain, steps);
        assertPasses(everything().without(Set.of(plain.generation().id(), model.generation().id(), samples.id())),
                large, steps);
    }

    @Test
    void nearest_filterThatFewPass_givesKWheneverKExist() {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            Scope scope = i % 100 == 0 ? ELSEWHERE : Scope.PUBLIC;
            changes.add(added(samples.generation(scope, "a red boat")));
        }
        index.apply(changes);

        Embedding query = samples.embedding(DIMENSION);
        assertThat(index.search().nearest(SimilaritySearch.Space.PROMPT, query, in(ELSEWHERE), 20)).hasSize(20);
        assertThat(index.search().nearest(SimilaritySearch.Space.PROMPT, query, in(ELSEWHERE), 21)).hasSize(20);
    }

    @Test
    void nearest_theThousandNearestExcluded_givesTheNextOnes() {
        try (BruteForceIndex reference = new BruteForceIndex()) {
            List<Change> changes = List.copyOf(generations(1500));
            index.apply(changes);
            reference.apply(changes);
            Embedding query = samples.embedding(DIMENSION);
            List<SimilaritySearch.Neighbour> ranked = reference.search()
                    .nearest(SimilaritySearch.Space.PROMPT, query, everything(), 1500);
            Set<GenerationId> seen = ids(ranked.subList(0, 1000));

            List<SimilaritySearch.Neighbour> found = index.search()
                    .nearest(SimilaritySearch.Space.PROMPT, query, everything().without(seen), 20);

            assertThat(found).hasSize(20);
            assertThat(ids(found)).isEqualTo(ids(ranked.subList(1000, 1020)));
        }
    }

    @Test
    void words_promptsWithThem_areFoundBestFirst() {
        Change.GenerationAdded both = generation("A red sailing boat, on the sea");
        Change.GenerationAdded one = generation("a boat on a lake");
        Change.GenerationAdded none = generation("a house");
        index.apply(List.of(none, one, both));

        assertThat(names(index.search().words("red BOAT!", everything(), 9)))
                .containsExactly(both.generation().id(), one.generation().id());
        assertThat(index.search().words("boat", everything(), 1)).hasSize(1);
        assertThat(index.search().words("zeppelin", everything(), 9)).isEmpty();
    }

    @Test
    void words_filters_applyToo() {
        Change.GenerationAdded here = generation("a red boat");
        Change.GenerationAdded there = added(samples.generation(ELSEWHERE, "a red boat"));
        index.apply(List.of(here, there));

        assertThat(names(index.search().words("boat", in(ELSEWHERE), 9))).containsExactly(there.generation().id());
        assertThat(index.search().words("boat", everything().without(Set.of(here.generation().id())), 9)).isEmpty();
        assertThat(index.search().words("boat", everything().withModel("other"), 9)).isEmpty();
    }

    @Test
    void words_noWordAtAll_findNothing() {
        index.apply(List.of(generation("a red boat"), generation("")));

        assertThat(index.search().words("", everything(), 9)).isEmpty();
        assertThat(index.search().words(" ?! ", everything(), 9)).isEmpty();
    }

    @Test
    void words_queryOfManyWordsAndSyntax_isPlainText() {
        Change.GenerationAdded added = generation("a red boat");
        index.apply(List.of(added));
        String long100kB = "w%d boat AND -red (\"~*:/[ ".repeat(4000);

        assertThat(names(index.search().words(long100kB, everything(), 9))).containsExactly(added.generation().id());
    }

    @Test
    void prompts_putAgain_isOnePromptAsItIsNow() {
        Change.PromptPut first = prompt("A red boat!", 0);
        GenerationId image = samples.id();
        index.apply(List.of(first));
        index.apply(List.of(put(withUses(first.prompt(), 1, Optional.empty()))));
        index.apply(List.of(put(withUses(first.prompt(), 2, Optional.of(image)))));

        SimilaritySearch.PromptHit expected = new SimilaritySearch.PromptHit(PromptKey.of("a red boat"), "A red boat!",
                2, Optional.of(image));
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of(""), 9)).containsExactly(expected);
        assertThat(index.search().promptsContaining(PUBLIC, PromptKey.of("boat"), 9)).containsExactly(expected);
        assertThat(index.search().promptsNear(PUBLIC, first.prompt().vector(), -1, 9)).containsExactly(expected);
        assertThat(index.size()).isZero();

        index.apply(List.of(put(withUses(first.prompt(), 1, Optional.empty()))));
        assertThat(index.search().promptsNear(PUBLIC, first.prompt().vector(), -1, 9))
                .containsExactly(new SimilaritySearch.PromptHit(expected.key(), expected.text(), 1, Optional.empty()));
    }

    @Test
    void prompts_putAgainWithAnotherVector_isNearThatOne() {
        RememberedPrompt prompt = samples.prompt(Scope.PUBLIC, "a red boat");
        RememberedPrompt opposite = new RememberedPrompt(prompt.scope(), prompt.key(), "a red boat?", 1,
                samples.near(prompt.vector(), -1), Optional.empty());
        RememberedPrompt orthogonal = new RememberedPrompt(prompt.scope(), PromptKey.of("between"), "between", 1,
                samples.near(prompt.vector(), 0), Optional.empty());
        index.apply(List.of(put(prompt), put(orthogonal)));
        index.apply(List.of(put(opposite)));

        assertThat(texts(index.search().promptsNear(PUBLIC, prompt.vector(), -1, 9)))
                .containsExactly("between", "a red boat?");
    }

    @Test
    void prompts_usesChangedAndThenReopened_areKept() {
        Change.PromptPut first = prompt("a red boat", 1);
        index.apply(List.of(first));
        index.commit();
        index.apply(List.of(put(withUses(first.prompt(), 7, Optional.empty()))));
        index = reopen(index);

        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a"), 9))
                .extracting(SimilaritySearch.PromptHit::uses)
                .containsExactly(7L);
    }

    @Test
    void prompts_removed_areFoundByNothing() {
        Change.PromptPut put = prompt("a red boat", 5);
        index.apply(List.of(put));
        index.apply(List.of(new Change.PromptRemoved(next(), ELSEWHERE, put.prompt().key())));
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a"), 9)).hasSize(1);
        index.apply(List.of(new Change.PromptRemoved(next(), Scope.PUBLIC, put.prompt().key())));

        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a"), 9)).isEmpty();
        assertThat(index.search().promptsContaining(PUBLIC, PromptKey.of("boat"), 9)).isEmpty();
        assertThat(index.search().promptsNear(PUBLIC, put.prompt().vector(), -1, 9)).isEmpty();
    }

    @Test
    void prompts_ofAnotherScope_areNotFound() {
        RememberedPrompt foreign = samples.prompt(ELSEWHERE, "a red boat");
        index.apply(List.of(put(foreign)));

        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a"), 9)).isEmpty();
        assertThat(index.search().promptsContaining(PUBLIC, PromptKey.of("boat"), 9)).isEmpty();
        assertThat(index.search().promptsNear(PUBLIC, foreign.vector(), -1, 9)).isEmpty();
        assertThat(index.search().promptsStartingWith(Set.of(new Scope("else")), PromptKey.of(""), 9)).isEmpty();
        assertThat(index.search().promptsStartingWith(Set.of(ELSEWHERE), PromptKey.of("a"), 9)).hasSize(1);
    }

    @Test
    void promptsStartingWith_prefix_endsAnywhereAndMostUsedComeFirst() {
        index.apply(List.of(prompt("a red boat", 1), prompt("A RED... bottle", 3), prompt("a red", 2),
                prompt("the red boat", 9), prompt("ared", 9)));

        assertThat(texts(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a red b"), 9)))
                .containsExactly("A RED... bottle", "a red boat");
        assertThat(texts(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a red"), 2)))
                .containsExactly("A RED... bottle", "a red");
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a red boat on"), 9)).isEmpty();
    }

    @Test
    void promptsStartingWith_nothing_isEveryPromptMostUsedFirst() {
        index.apply(List.of(prompt("one", 1), prompt("three", 3), prompt("two", 2), prompt("!!!", 4)));

        assertThat(texts(index.search().promptsStartingWith(PUBLIC, PromptKey.of(""), 9)))
                .containsExactly("!!!", "three", "two", "one");
    }

    @Test
    void promptsContaining_words_areAllThereAndTheLastMayBeBegun() {
        index.apply(List.of(prompt("a sailing boat, red", 1), prompt("red sails", 2), prompt("a red boat", 3),
                prompt("redder sails", 4)));

        assertThat(texts(index.search().promptsContaining(PUBLIC, PromptKey.of("red sail"), 9)))
                .containsExactly("red sails", "a sailing boat, red");
        assertThat(texts(index.search().promptsContaining(PUBLIC, PromptKey.of("boat red"), 9)))
                .containsExactly("a red boat", "a sailing boat, red");
        assertThat(index.search().promptsContaining(PUBLIC, PromptKey.of("red zeppelin"), 9)).isEmpty();
        assertThat(index.search().promptsContaining(PUBLIC, PromptKey.of(""), 9)).hasSize(4);
    }

    @Test
    void prompts_seededRandomOnes_areThoseOfBruteForce() {
        List<String> words = List.of("a", "ab", "abc", "red", "boat", "bo", "sea", "é", "東京", "x9");
        try (BruteForceIndex reference = new BruteForceIndex()) {
            for (int batch = 0; batch < 100; batch++) {
                List<Change> changes = randomPromptChanges(words, 15);
                index.apply(changes);
                reference.apply(changes);
            }
            for (int i = 0; i < 300; i++) {
                Set<Scope> scopes = i % 3 == 0 ? Set.of(Scope.PUBLIC, ELSEWHERE) : Set.of(scope());
                String text = text(words);
                PromptKey typed = PromptKey.of(text.substring(0, random.nextInt(text.length() + 1)));
                assertSamePrompts(index.search().promptsStartingWith(scopes, typed, 2000),
                        reference.search().promptsStartingWith(scopes, typed, 2000));
                assertSamePrompts(index.search().promptsContaining(scopes, typed, 2000),
                        reference.search().promptsContaining(scopes, typed, 2000));
            }
        }
    }

    @Test
    void prompts_of100kB_areFoundAndTellApart() {
        String start = "a very long word ".repeat(6000);
        String oneWord = "w".repeat(100_000);
        index.apply(List.of(prompt(start + "one", 1), prompt(start + "two", 2), prompt(oneWord, 1)));

        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a very"), 9)).hasSize(2);
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of(start), 9)).hasSize(2);
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of(start + "o"), 1))
                .extracting(SimilaritySearch.PromptHit::uses)
                .containsExactly(1L);
        assertThat(index.search().promptsContaining(PUBLIC, PromptKey.of(start + "t"), 9)).hasSize(1);
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of(oneWord), 9)).hasSize(1);
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of(oneWord + "w"), 9)).isEmpty();
        index.apply(List.of(new Change.PromptRemoved(next(), Scope.PUBLIC, PromptKey.of(start + "one"))));
        assertThat(index.search().promptsStartingWith(PUBLIC, PromptKey.of("a very"), 9)).hasSize(1);
    }

    @Test
    void promptsNear_meaning_comesNearestFirst() {
        Embedding query = samples.embedding(DIMENSION);
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RememberedPrompt prompt = samples.prompt(Scope.PUBLIC, "prompt " + i);
            changes.add(put(new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(), i,
                    samples.near(query, 1 - i / 5.0), Optional.empty())));
        }
        index.apply(changes);

        assertThat(texts(index.search().promptsNear(PUBLIC, query, -1, 3)))
                .containsExactly("prompt 0", "prompt 1", "prompt 2");
        assertThat(index.search().promptsNear(PUBLIC, query, -1, 99)).hasSize(10);
        assertThat(texts(index.search().promptsNear(PUBLIC, query, 0.5, 99)))
                .containsExactly("prompt 0", "prompt 1", "prompt 2");
    }

    private long next() {
        return ++lastChange;
    }

    private static IndexFilter in(Scope scope) {
        return IndexFilter.readableBy(Access.in(scope, Caller.LOCAL));
    }

    private static IndexFilter everything() {
        return in(Scope.PUBLIC);
    }

    private Change.GenerationAdded generation(String prompt) {
        return added(samples.generation(Scope.PUBLIC, prompt));
    }

    private Change.GenerationAdded added(Generation generation) {
        return new Change.GenerationAdded(next(), generation, samples.vectors());
    }

    private List<Change.GenerationAdded> generations(int number) {
        return IntStream.range(0, number).mapToObj(i -> generation("a red boat")).toList();
    }

    private static Generation ofModel(Generation generation, String model) {
        Recipe recipe = generation.recipe();
        return new Generation(generation.id(), generation.scope(),
                new Recipe(recipe.identity(), recipe.words(),
                        new ModelIdentity(ModelRef.of(model), recipe.model().fingerprint()), recipe.settings(),
                        recipe.seed(), recipe.flagged(),
                        Optional.of(new Recipe.Refinement(generation.id(), 3, recipe.seed()))),
                generation.createdAt(), generation.took(), generation.file());
    }

    private static Embedding image(Change.GenerationAdded added) {
        return added.vectors().joint().orElseThrow().image();
    }

    private Change.PromptPut prompt(String text, long uses) {
        return put(withUses(samples.prompt(Scope.PUBLIC, text), uses, Optional.empty()));
    }

    private Change.PromptPut put(RememberedPrompt prompt) {
        return new Change.PromptPut(next(), prompt);
    }

    private static RememberedPrompt withUses(RememberedPrompt prompt, long uses, Optional<GenerationId> image) {
        return new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(), uses, prompt.vector(), image);
    }

    private Scope scope() {
        return random.nextInt(4) == 0 ? ELSEWHERE : Scope.PUBLIC;
    }

    private List<Change> randomPromptChanges(List<String> words, int number) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            RememberedPrompt prompt = samples.prompt(scope(), text(words));
            changes.add(random.nextInt(8) == 0
                    ? new Change.PromptRemoved(next(), prompt.scope(), prompt.key())
                    : put(withUses(prompt, random.nextInt(50), Optional.empty())));
        }
        return changes;
    }

    private String text(List<String> words) {
        int length = random.nextInt(1, 5);
        return String.join(" ", IntStream.range(0, length)
                .mapToObj(i -> words.get(random.nextInt(words.size())))
                .toList());
    }

    private List<GenerationId> nearest(Embedding query, int k) {
        return index.search()
                .nearest(SimilaritySearch.Space.PROMPT, query, everything(), k)
                .stream()
                .map(SimilaritySearch.Neighbour::id)
                .toList();
    }

    private static Set<GenerationId> ids(List<SimilaritySearch.Neighbour> neighbours) {
        Set<GenerationId> ids = new HashSet<>();
        neighbours.forEach(neighbour -> ids.add(neighbour.id()));
        return ids;
    }

    private static List<GenerationId> names(List<IndexedGeneration> found) {
        return found.stream().map(one -> one.generation().id()).toList();
    }

    private static List<String> texts(List<SimilaritySearch.PromptHit> hits) {
        return hits.stream().map(SimilaritySearch.PromptHit::text).toList();
    }

    private void assertPasses(IndexFilter filter, Change.GenerationAdded... expected) {
        List<SimilaritySearch.Neighbour> found = index.search()
                .nearest(SimilaritySearch.Space.PROMPT, samples.embedding(DIMENSION), filter, 9);
        assertThat(found).extracting(SimilaritySearch.Neighbour::id)
                .containsExactlyInAnyOrder(
                        List.of(expected).stream().map(added -> added.generation().id()).toArray(GenerationId[]::new));
    }

    private static void assertSamePrompts(List<SimilaritySearch.PromptHit> found,
            List<SimilaritySearch.PromptHit> expected) {
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected)
                .isSortedAccordingTo(comparingLong(SimilaritySearch.PromptHit::uses).reversed());
    }

    /** Prompts come in families, so vectors do too. */
    private List<Change> clusteredGenerations(int number, int dimension) {
        List<Change> changes = new ArrayList<>();
        Embedding centre = samples.embedding(dimension);
        for (int i = 0; i < number; i++) {
            if (i % 10 == 0) {
                centre = samples.embedding(dimension);
            }
            GenerationVectors vectors = new GenerationVectors(samples.near(centre, random.nextDouble(0.5, 1)),
                    Optional.empty());
            changes.add(new Change.GenerationAdded(next(), samples.generation(Scope.PUBLIC, "a"), vectors));
        }
        return changes;
    }

    private double recall(IndexWriter reference, int dimension, int k) {
        int queries = 100;
        int found = 0;
        for (int i = 0; i < queries; i++) {
            Embedding query = samples.embedding(dimension);
            Set<GenerationId> expected = ids(
                    reference.search().nearest(SimilaritySearch.Space.PROMPT, query, everything(), k));
            expected.retainAll(ids(index.search().nearest(SimilaritySearch.Space.PROMPT, query, everything(), k)));
            found += expected.size();
        }
        return found / (double) (queries * k);
    }
}
