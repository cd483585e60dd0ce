package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.index.IndexSource;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.testkit.FakeClock;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import io.dreamcacher.testkit.index.HostileIndex;
import io.dreamcacher.testkit.index.InMemoryIndexSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class IndexProjectorTest {
    private static final Set<Scope> PUBLIC = Set.of(Scope.PUBLIC);

    private final Samples samples = new Samples(31);
    private final FakeClock clock = new FakeClock();
    private final FakeCatalogue catalogue = new FakeCatalogue(Samples.IDENTITY);
    private final InMemoryIndexSource source = new InMemoryIndexSource();

    private Generation remember(String prompt) {
        Generation generation = samples.generation(Scope.PUBLIC, prompt);
        catalogue.add(Access.LOCAL, generation, samples.vectors());
        return generation;
    }

    private static long count(IndexProjector projector) {
        return projector.ask(search -> search.count(PUBLIC));
    }

    @Test
    void ask_afterOwnWrite_findsItAtOnce() {
        try (IndexProjector projector = new IndexProjector(catalogue, source, clock)) {
            assertThat(count(projector)).isZero();
            remember("a red boat");
            projector.follow();
            assertThat(count(projector)).isEqualTo(1);
        }
    }

    @Test
    void ask_afterAnotherProcessWrote_findsItWithinTheStatedTime() {
        try (IndexProjector projector = new IndexProjector(catalogue, source, clock)) {
            assertThat(count(projector)).isZero();
            remember("a red boat");
            assertThat(count(projector)).as("nobody said that something happened").isZero();
            clock.advance(IndexProjector.SIMILAR_WITHIN.plusMillis(1));
            assertThat(count(projector)).isEqualTo(1);
        }
    }

    @Test
    void follow_aUse_ranksAnewAndIndexesNothingAgain() {
        Generation boat = remember("a red boat");
        remember("a red barn");
        HostileIndex index = new HostileIndex();
        try (IndexProjector projector = new IndexProjector(catalogue, index.asSource(), clock)) {
            assertThat(count(projector)).isEqualTo(2);
            int applied = index.changesApplied();
            for (int i = 0; i < 3; i++) {
                catalogue.use(List.of(new Statistics.Use(Access.LOCAL, Samples.FIRST, Statistics.Use.Kind.EXACT,
                        boat.id(), "a red boat",
                        Optional.empty(), Duration.ZERO)));
                projector.follow();
            }
            assertThat(index.changesApplied()).isEqualTo(applied);
            List<SimilaritySearch.PromptHit> hits = projector
                    .ask(search -> search.promptsStartingWith(PUBLIC, PromptKey.of("a red"), 2));
            assertThat(hits)
                    .extracting(SimilaritySearch.PromptHit::uses)
                    .containsExactly(4L, 1L);
        }
    }

    @Test
    void follow_indexThatRefuses_losesNothingOnceItWorksAgain() {
        HostileIndex index = new HostileIndex();
        try (IndexProjector projector = new IndexProjector(catalogue, index.asSource(), clock)) {
            assertThat(count(projector)).isZero();
            index.refuse(1);
            remember("a red boat");
            projector.follow();
            assertThat(count(projector)).isEqualTo(1);
        }
    }

    @Test
    void ask_indexDamagedWhenFirstWrittenTo_isReplaced() {
        remember("a red boat");
        HostileIndex index = new HostileIndex();
        index.refuseWith(new DreamCacherException(FailureCategory.BAD_DATA, "A file of the index is damaged."), 1);
        try (IndexProjector projector = new IndexProjector(catalogue, index.asSource(), clock)) {
            assertThat(count(projector)).isEqualTo(1);
        }
    }

    @Test
    void ask_indexOfAnotherCatalogue_isFilledAnew() {
        IndexWriter foreign = source.open();
        foreign.apply(List.of(new Change.GenerationAdded(99, samples.generation(Scope.PUBLIC, "a cat"),
                samples.vectors())));
        foreign.close();
        remember("a red boat");
        remember("a blue boat");
        try (IndexProjector projector = new IndexProjector(catalogue, source, clock)) {
            assertThat(count(projector)).isEqualTo(2);
        }
    }

    @Test
    void ask_whileASlowIndexTakesInAChange_isNotHeldUp() {
        remember("a red boat");
        HostileIndex index = new HostileIndex();
        try (IndexProjector projector = new IndexProjector(catalogue, index.asSource(), clock)) {
            assertThat(count(projector)).isEqualTo(1);
            index.hold();
            remember("a blue boat");
            CompletableFuture<Void> following = CompletableFuture.runAsync(projector::follow);
            index.awaitHeld();
            assertThat(count(projector)).isEqualTo(1);
            index.release();
            following.join();
            assertThat(count(projector)).isEqualTo(2);
        }
    }

    @Test
    void rebuild_whileTheOldOneIsSearched_swapsWhenTheNewOneIsWhole() {
        remember("a red boat");
        try (IndexProjector projector = new IndexProjector(catalogue, source, clock)) {
            assertThat(count(projector)).isEqualTo(1);
            IndexWriter old = source.newest();
            remember("a blue boat");
            assertThat(projector.rebuild()).isEqualTo(2);
            assertThat(source.newest()).isNotSameAs(old);
            assertThat(count(projector)).isEqualTo(2);
        }
    }

    @Test
    void rebuild_fresh_isWhatTheNextOneOpens() {
        remember("a red boat");
        IndexSource same = source;
        try (IndexProjector projector = new IndexProjector(catalogue, same, clock)) {
            projector.rebuild();
        }
        try (IndexProjector projector = new IndexProjector(catalogue, same, clock)) {
            assertThat(count(projector)).isEqualTo(1);
        }
    }
}
