package io.dreamcacher.testkit.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.testkit.Samples;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every {@link ImageStore} must do. */
public abstract class ImageStoreContract {
    private final Samples samples = new Samples(5);

    /** For subclasses. */
    protected ImageStoreContract() {}

    /** A new, empty store. */
    protected abstract ImageStore emptyStore();

    @Test
    void get_ofWhatWasPut_isTheSameBytes() {
        ImageStore store = emptyStore();
        GenerationId id = samples.id();
        byte[] png = bytes(70_000, 1);
        store.put(id, png);
        assertThat(store.get(id)).hasValue(png);
        assertThat(store.contains(id)).isTrue();
    }

    @Test
    void get_ofAnUnknownId_isEmpty() {
        ImageStore store = emptyStore();
        assertThat(store.get(samples.id())).isEmpty();
        assertThat(store.contains(samples.id())).isFalse();
    }

    @Test
    void stat_ofWhatWasPut_tellsItsLengthAndWhetherItWasWrittenAgain() {
        ImageStore store = emptyStore();
        GenerationId id = samples.id();
        assertThat(store.stat(id)).isEmpty();
        store.put(id, bytes(900, 1));
        ImageStore.Stat first = store.stat(id).orElseThrow();
        assertThat(first.sizeBytes()).isEqualTo(900);
        assertThat(store.stat(id)).hasValue(first);

        store.put(id, bytes(900, 2));

        assertThat(store.stat(id).orElseThrow()).isNotEqualTo(first);
        store.delete(id);
        assertThat(store.stat(id)).isEmpty();
    }

    @Test
    void put_again_replaces() {
        ImageStore store = emptyStore();
        GenerationId id = samples.id();
        store.put(id, bytes(900, 1));
        store.put(id, bytes(10, 2));
        assertThat(store.get(id)).hasValue(bytes(10, 2));
        assertThat(ids(store)).containsExactly(id);
    }

    @Test
    void put_thenChangingTheArray_keepsWhatWasPut() {
        ImageStore store = emptyStore();
        GenerationId id = samples.id();
        byte[] png = bytes(10, 1);
        store.put(id, png);
        png[0]++;
        store.get(id).orElseThrow()[1]++;
        assertThat(store.get(id)).hasValue(bytes(10, 1));
    }

    @Test
    void delete_removesOnceAndOnlyThatOne() {
        ImageStore store = emptyStore();
        GenerationId kept = samples.id();
        GenerationId gone = samples.id();
        store.put(kept, bytes(1, 1));
        store.put(gone, bytes(1, 2));
        assertThat(store.delete(gone)).isTrue();
        assertThat(store.delete(gone)).isFalse();
        assertThat(store.get(gone)).isEmpty();
        assertThat(ids(store)).containsExactly(kept);
    }

    @Test
    void setAside_takesItOut() {
        ImageStore store = emptyStore();
        GenerationId id = samples.id();
        store.put(id, bytes(3, 1));
        store.setAside(id);
        store.setAside(id);
        assertThat(store.get(id)).isEmpty();
        assertThat(store.contains(id)).isFalse();
        assertThat(ids(store)).isEmpty();
        store.put(id, bytes(4, 1));
        store.setAside(id);
        assertThat(store.contains(id)).isFalse();
    }

    @Test
    void forEach_visitsEachOnce_evenWhenTheVisitorDeletes() {
        ImageStore store = emptyStore();
        List<GenerationId> put = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            put.add(samples.id());
            store.put(put.getLast(), bytes(1, i));
        }
        assertThat(ids(store)).containsExactlyInAnyOrderElementsOf(put);
        store.forEach(store::delete);
        assertThat(ids(store)).isEmpty();
    }

    @Test
    void operations_inRandomOrder_agreeWithAMap() {
        ImageStore store = emptyStore();
        Map<GenerationId, byte[]> expected = new HashMap<>();
        List<GenerationId> known = List.of(samples.id(), samples.id(), samples.id(), samples.id());
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 200; i++) {
            GenerationId id = known.get(random.nextInt(known.size()));
            if (random.nextInt(3) == 0) {
                assertThat(store.delete(id)).isEqualTo(expected.remove(id) != null);
            } else {
                expected.put(id, bytes(random.nextInt(1, 99), i));
                store.put(id, expected.get(id));
            }
            assertThat(ids(store)).containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
        expected.forEach((id, png) -> assertThat(store.get(id)).hasValue(png));
    }

    @Test
    void put_ofOneIdFromManyThreads_leavesOneWholeImage() throws InterruptedException, ExecutionException {
        ImageStore store = emptyStore();
        GenerationId id = samples.id();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                puts.add(threads.submit(() -> {
                    start.await();
                    store.put(id, bytes(50_000, seed));
                    return seed;
                }));
            }
            start.countDown();
            for (Future<?> put : puts) {
                put.get();
            }
        }
        byte[] found = store.get(id).orElseThrow();
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7)).anySatisfy(i -> assertThat(found).isEqualTo(bytes(50_000, i)));
        assertThat(ids(store)).containsExactly(id);
    }

    private static List<GenerationId> ids(ImageStore store) {
        List<GenerationId> ids = new ArrayList<>();
        store.forEach(ids::add);
        return ids;
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
