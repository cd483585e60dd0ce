package io.dreamcacher.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.catalogue.Replica;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two catalogues over one file, as two processes have them. */
final class TwoWritersTest {
    @TempDir
    private Path folder;

    private final Samples samples = new Samples(7);

    /** Numbers are taken where commits are ordered, so a follower never goes past one that is yet to appear. */
    @Test
    void changesAfter_whileBothWrite_missesNothing() throws Exception {
        Path file = folder.resolve("catalogue.db");
        GenerationVectors vectors = samples.vectors();
        try (Catalogue one = SqliteCatalogue.create(file, Samples.IDENTITY);
                Catalogue other = SqliteCatalogue.open(file);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> writing = new ArrayList<>();
            for (Catalogue catalogue : List.of(one, other)) {
                List<Generation> plan = IntStream.range(0, 60)
                        .mapToObj(i -> samples.generation(Scope.PUBLIC, "boat " + i % 7))
                        .toList();
                Callable<Void> writer = () -> {
                    plan.forEach(generation -> catalogue.add(Access.LOCAL, generation, vectors));
                    return null;
                };
                writing.add(threads.submit(writer));
            }
            Replica follower = new Replica();
            while (!writing.stream().allMatch(Future::isDone)) {
                follower.follow(other, () -> 3);
            }
            for (Future<Void> writer : writing) {
                writer.get();
            }
            follower.follow(one, () -> 3);

            assertThat(follower.generations()).hasSize(120);
            follower.assertSameAs(Replica.of(one, () -> 50));
        }
    }

    @Test
    void byKey_writtenByTheOther_isSeenAtOnce() {
        Path file = folder.resolve("catalogue.db");
        try (Catalogue one = SqliteCatalogue.create(file, Samples.IDENTITY);
                Catalogue other = SqliteCatalogue.open(file)) {
            for (int i = 0; i < 20; i++) {
                Generation boat = samples.generation(Scope.PUBLIC, "boat " + i);
                (i % 2 == 0 ? one : other).add(Access.LOCAL, boat, samples.vectors());
                assertThat((i % 2 == 0 ? other : one).byKey(Access.LOCAL, boat.recipe().identity().key()))
                        .containsExactly(boat);
            }
        }
    }
}
