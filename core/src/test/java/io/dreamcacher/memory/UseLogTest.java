package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import io.dreamcacher.testkit.index.InMemoryIndexSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UseLogTest {
    private final FakeCatalogue catalogue = new FakeCatalogue(Samples.IDENTITY);
    private final Samples samples = new Samples(10);
    private final Generation boat = samples.generation(Scope.PUBLIC, "a red boat");
    private volatile boolean diskFull = true;

    @Test
    void flush_whenTheCatalogueCannotBeWritten_losesNothingAndCountsOnce() {
        try (IndexProjector index = new IndexProjector(catalogue, new InMemoryIndexSource(), InstantSource.system())) {
            UseLog uses = new UseLog(withDiskThatMayBeFull(), index);
            uses.add(use());
            uses.add(use());

            assertThatThrownBy(uses::flush).isInstanceOf(DreamCacherException.class);
            uses.add(use());
            uses.tryFlush();
            assertThat(catalogue.totals(Access.LOCAL).answered().exact()).isZero();
            assertThat(uses.pendingFor(Caller.LOCAL)).containsExactly(boat.id());
            assertThat(uses.pendingFor(new Caller("somebody"))).isEmpty();
            assertThat(uses.heldUp()).isEqualTo(3);

            diskFull = false;
            uses.close();
            assertThat(catalogue.totals(Access.LOCAL).answered().exact()).isEqualTo(3);
            assertThat(uses.pendingFor(Caller.LOCAL)).isEmpty();
            assertThat(uses.heldUp()).isZero();
        }
    }

    @Test
    void add_whenFullAndTheCatalogueCannotBeWritten_neverFailsTheAnswer() {
        try (IndexProjector index = new IndexProjector(catalogue, new InMemoryIndexSource(), InstantSource.system())) {
            UseLog uses = new UseLog(withDiskThatMayBeFull(), index);
            for (int i = 0; i < 2_500; i++) {
                uses.add(use());
            }

            diskFull = false;
            uses.close();
            assertThat(catalogue.totals(Access.LOCAL).answered().exact()).isEqualTo(2_500);
        }
    }

    @Test
    void flush_oneThatCannotBeCounted_countsTheOthers() {
        diskFull = false;
        try (IndexProjector index = new IndexProjector(catalogue, new InMemoryIndexSource(), InstantSource.system())) {
            UseLog uses = new UseLog(catalogue, index);
            uses.add(use());
            uses.add(new Statistics.Use(Access.LOCAL, Samples.FIRST, Statistics.Use.Kind.SIMILAR, boat.id(), "a boat",
                    Optional.of(samples.embedding(3)), Duration.ZERO));
            uses.add(use());
            uses.close();
        }
        assertThat(catalogue.totals(Access.LOCAL).answered().exact()).isEqualTo(2);
        assertThat(catalogue.totals(Access.LOCAL).answered().similar()).isZero();
    }

    private Statistics.Use use() {
        return new Statistics.Use(Access.LOCAL, Samples.FIRST, Statistics.Use.Kind.EXACT, boat.id(), "a red boat",
                Optional.empty(), Duration.ZERO);
    }

    private Catalogue withDiskThatMayBeFull() {
        return (Catalogue) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Catalogue.class},
                (proxy, method, arguments) -> {
                    if (diskFull && method.getName().equals("use")) {
                        throw new DreamCacherException(FailureCategory.EXHAUSTED, "The disk is full.");
                    }
                    try {
                        return method.invoke(catalogue, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
