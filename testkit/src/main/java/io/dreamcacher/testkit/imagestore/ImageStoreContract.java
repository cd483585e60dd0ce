package io.dreamcacher.testkit.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Scope;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.imagestore.ImageStore.Pending;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.testkit.FakeClock;
import io.dreamcacher.testkit.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ImageStore} must do. */
public abstract class ImageStoreContract {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Scope OTHER = new Scope("team-a.b");

    private final Samples samples = new Samples(5);
    private final FakeClock clock = new FakeClock();
    private ImageStore store;

    /** For subclasses. */
    @SuppressWarnings("NullAway") // opened before each test
    protected ImageStoreContract() {}

    /**
     * The store of one more process over this test's medium, which is empty before the first.
     *
     * @param clock by which leases end
     */
    protected abstract ImageStore open(InstantSource clock);

    @BeforeEach
    void openOne() {
        store = open(clock);
    }

    @Test
    void get_ofWhatWasPut_isTheSameFileAtOnceAndOnceCommitted() throws IOException {
        for (MediaType type : MediaType.values()) {
            ImageKey key = key();
            ImageFile file = new ImageFile(bytes(70_000, 1), type);
            store.put(key, file, LEASE);
            assertThat(store.get(key)).hasValue(file);
            assertThat(store.commit(key)).isTrue();
            assertThat(store.get(key)).hasValue(file);
            assertThat(store.stat(key).orElseThrow().digest().type()).isEqualTo(type);
            try (InputStream in = store.open(key).orElseThrow()) {
                assertThat(in).hasBinaryContent(file.bytes());
            }
        }
    }

    @Test
    void get_ofAnUnknownKey_isEmpty() {
        ImageKey key = key();
        assertThat(store.get(key)).isEmpty();
        assertThat(store.open(key)).isEmpty();
        assertThat(store.stat(key)).isEmpty();
        assertThat(store.locate(key)).isEmpty();
        assertThat(store.commit(key)).isFalse();
        assertThat(store.renew(key, LEASE)).isFalse();
    }

    @Test
    void get_ofTheSameIdInAnotherScope_isEmpty() {
        ImageKey key = committed(file(9, 1));
        ImageKey other = new ImageKey(OTHER, key.id());
        assertThat(store.get(other)).isEmpty();
        store.delete(List.of(other));
        store.setAside(other);
        assertThat(store.get(key)).isPresent();
        assertThat(store.keysOf(key.id())).containsExactly(key);
    }

    @Test
    void stat_ofWhatWasPut_tellsItsLengthAndWhetherItWasWrittenAgain() {
        ImageKey key = committed(file(900, 1));
        ImageStore.Stat first = store.stat(key).orElseThrow();
        assertThat(first.digest().agreesWith(file(900, 1).digest())).isTrue();
        assertThat(store.stat(key)).hasValue(first);

        store.put(key, file(900, 2), LEASE);
        store.commit(key);

        assertThat(store.stat(key).orElseThrow()).isNotEqualTo(first);
        store.delete(List.of(key));
        assertThat(store.stat(key)).isEmpty();
    }

    @Test
    void put_again_replacesAlsoByAnotherType() {
        ImageKey key = committed(file(900, 1));
        ImageFile webp = new ImageFile(bytes(10, 2), MediaType.WEBP);
        store.put(key, webp, LEASE);
        assertThat(store.get(key)).hasValue(webp);
        store.commit(key);
        assertThat(store.get(key)).hasValue(webp);
        assertThat(keys()).containsExactly(key);
    }

    @Test
    void put_ofAStream_tellsWhatItWas() {
        for (int length : new int[]{0, 1, 65_535, 65_536, 65_537, 3_000_000}) {
            ImageKey key = key();
            ImageFile file = new ImageFile(bytes(length, 1), MediaType.WEBP);
            PieceByPiece stream = new PieceByPiece(file.bytes(), Integer.MAX_VALUE);
            assertThat(store.put(key, MediaType.WEBP, stream, LEASE)).isEqualTo(file.digest());
            assertThat(stream.closed).as("the caller's to close").isFalse();
            assertThat(store.get(key)).hasValue(file);
            assertThat(store.put(key, file, LEASE)).isEqualTo(file.digest());
        }
    }

    @Test
    void put_ofAStreamThatBreaks_leavesEverythingAsItWas() {
        ImageKey fresh = key();
        ImageKey known = committed(file(900, 1));
        for (ImageKey key : List.of(fresh, known)) {
            PieceByPiece stream = new PieceByPiece(bytes(500_000, 2), 200_000);
            assertThatThrownBy(() -> store.put(key, MediaType.PNG, stream, LEASE))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("the sender is gone");
        }
        assertThat(store.get(fresh)).isEmpty();
        assertThat(store.commit(fresh)).isFalse();
        assertThat(store.get(known)).hasValue(file(900, 1));
        assertThat(store.pending()).isEmpty();
        assertThat(keys()).containsExactly(known);
    }

    /** Gives a few bytes at a time, refuses to be read whole, and may break on the way. */
    private static final class PieceByPiece extends InputStream {
        private static final int MOST = 1 << 20;

        private final byte[] bytes;
        private final int breaksAt;
        private int position;
        private boolean closed;

        PieceByPiece(byte[] bytes, int breaksAt) {
            this.bytes = bytes;
            this.breaksAt = breaksAt;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            assertThat(length).as("a piece").isLessThanOrEqualTo(MOST);
            if (position >= breaksAt) {
                throw new IOException("the sender is gone");
            }
            int given = Math.min(Math.min(length, bytes.length - position), 10_007);
            System.arraycopy(bytes, position, to, offset, given);
            position += given;
            return given == 0 && length > 0 ? -1 : given;
        }

        @Override
        public byte[] readAllBytes() {
            throw new AssertionError("a file may be larger than the memory");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void put_thenChangingTheArray_keepsWhatWasPut() {
        byte[] bytes = bytes(10, 1);
        ImageKey key = committed(new ImageFile(bytes, MediaType.PNG));
        bytes[0]++;
        store.get(key).orElseThrow().bytes()[1]++;
        assertThat(store.get(key)).hasValue(file(10, 1));
    }

    @Test
    void pending_isWhatWasNotCommitted_andNoPage() {
        ImageKey key = key();
        store.put(key, file(3, 1), LEASE);
        assertThat(store.pending()).containsExactly(new Pending(key, clock.instant().plus(LEASE)));
        assertThat(keys()).isEmpty();
        assertThat(store.commit(key)).isTrue();
        assertThat(store.commit(key)).isTrue();
        assertThat(store.pending()).isEmpty();
        assertThat(keys()).containsExactly(key);
    }

    /** A node that starts while another writes must see that somebody is at it, until the lease is over. */
    @Test
    void pending_ofAnotherProcess_tellsWhenItsLeaseEnds() {
        ImageStore restarted = open(clock);
        ImageKey key = key();
        store.put(key, file(3, 1), LEASE);
        clock.advance(LEASE.dividedBy(2));
        assertThat(restarted.pending()).hasSize(1).allMatch(pending -> pending.until().isAfter(clock.instant()));
        assertThat(store.renew(key, LEASE)).isTrue();
        clock.advance(LEASE.dividedBy(2));
        assertThat(restarted.pending()).hasSize(1).allMatch(pending -> pending.until().isAfter(clock.instant()));
        clock.advance(LEASE);
        assertThat(restarted.pending()).hasSize(1).noneMatch(pending -> pending.until().isAfter(clock.instant()));
        assertThat(restarted.get(key)).isPresent();
    }

    @Test
    void commit_byAnotherProcess_isSeenByAll() {
        ImageStore other = open(clock);
        ImageKey key = key();
        store.put(key, file(3, 1), LEASE);
        assertThat(other.commit(key)).isTrue();
        assertThat(store.commit(key)).isTrue();
        assertThat(store.renew(key, LEASE)).isFalse();
        assertThat(store.get(key)).isPresent();
        assertThat(store.pending()).isEmpty();
    }

    /** Whoever comes too late learns it, and takes back its row. */
    @Test
    void commit_afterAnotherProcessSetItAside_isFalse() {
        ImageStore other = open(clock);
        ImageKey key = key();
        store.put(key, file(3, 1), LEASE);
        other.setAside(key);
        assertThat(store.renew(key, LEASE)).isFalse();
        assertThat(store.commit(key)).isFalse();
        assertThat(store.get(key)).isEmpty();
        assertThat(store.pending()).isEmpty();
    }

    @Test
    void delete_ofMany_removesThemAndOnlyThem() {
        ImageKey kept = committed(file(1, 1));
        ImageKey gone = committed(file(1, 2));
        ImageKey pending = key();
        store.put(pending, file(1, 3), LEASE);
        store.delete(List.of(gone, key(), pending));
        store.delete(List.of(gone));
        store.delete(List.of());
        assertThat(store.get(gone)).isEmpty();
        assertThat(store.get(pending)).isEmpty();
        assertThat(store.pending()).isEmpty();
        assertThat(keys()).containsExactly(kept);
    }

    @Test
    void setAside_takesItOut() {
        ImageKey key = committed(file(3, 1));
        store.setAside(key);
        store.setAside(key);
        assertThat(store.get(key)).isEmpty();
        assertThat(keys()).isEmpty();
        store.put(key, file(4, 1), LEASE);
        store.setAside(key);
        assertThat(store.stat(key)).isEmpty();
        assertThat(store.pending()).isEmpty();
    }

    @Test
    void locate_ofAnImage_isAnAddress() {
        ImageKey key = committed(file(3, 1));
        assertThat(store.locate(key).orElseThrow().isAbsolute()).isTrue();
    }

    @Test
    void keysOf_anId_areThoseOfEveryScope() {
        ImageKey key = committed(file(3, 1));
        ImageKey other = new ImageKey(OTHER, key.id());
        store.put(other, file(3, 2), LEASE);
        store.commit(other);
        committed(file(3, 3));
        assertThat(store.keysOf(key.id())).containsExactlyInAnyOrder(key, other);
        assertThat(store.keysOf(samples.id())).isEmpty();
    }

    @Test
    void page_afterPage_isEachOnceInOrderOfScopesAndIds() {
        List<ImageKey> expected = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Scope scope = List.of(Scope.PUBLIC, OTHER, new Scope("team-a"), new Scope("ab")).get(i % 4);
            ImageKey key = new ImageKey(scope, samples.id());
            store.put(key, file(1, i), LEASE);
            store.commit(key);
            expected.add(key);
        }
        expected.sort(null);
        for (int limit : new int[]{1, 7, 60, 1000}) {
            List<ImageKey> found = new ArrayList<>();
            List<ImageKey> page = store.page(Optional.empty(), limit);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                found.addAll(page);
                page = store.page(Optional.of(page.getLast()), limit);
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    @Test
    void operations_inRandomOrder_agreeWithAMap() {
        Map<ImageKey, ImageFile> expected = new HashMap<>();
        List<ImageKey> known = List.of(key(), key(), key(), key());
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 200; i++) {
            ImageKey key = known.get(random.nextInt(known.size()));
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                store.delete(List.of(key));
            } else {
                expected.put(key, file(random.nextInt(1, 99), i));
                store.put(key, expected.get(key), LEASE);
                assertThat(store.commit(key)).isTrue();
            }
            assertThat(keys()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
        expected.forEach((key, file) -> assertThat(store.get(key)).hasValue(file));
    }

    @Test
    void put_ofOneKeyFromManyThreads_leavesOneWholeImage() throws InterruptedException, ExecutionException {
        ImageKey key = key();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<?>> puts = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int seed = i;
                puts.add(threads.submit(() -> {
                    start.await();
                    store.put(key, file(50_000, seed), LEASE.plusSeconds(seed));
                    return seed;
                }));
            }
            start.countDown();
            for (Future<?> put : puts) {
                put.get();
            }
        }
        assertThat(store.commit(key)).isTrue();
        ImageFile found = store.get(key).orElseThrow();
        assertThat(List.of(0, 1, 2, 3, 4, 5, 6, 7)).anySatisfy(i -> assertThat(found).isEqualTo(file(50_000, i)));
        assertThat(keys()).containsExactly(key);
        assertThat(store.pending()).isEmpty();
    }

    /** Between the phases a file changes its place; nobody who reads may miss it. */
    @Test
    void get_whileItIsCommitted_isNeverEmpty() throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 100; i++) {
                ImageKey key = key();
                store.put(key, file(5, i), LEASE);
                ImageStore reader = i % 2 == 0 ? store : open(clock);
                Future<Boolean> read = threads.submit(() -> {
                    boolean there = true;
                    for (int look = 0; look < 20; look++) {
                        there &= reader.get(key).isPresent();
                    }
                    return there;
                });
                store.commit(key);
                assertThat(read.get()).isTrue();
            }
        }
    }

    private ImageKey key() {
        return new ImageKey(Scope.PUBLIC, samples.id());
    }

    private ImageKey committed(ImageFile file) {
        ImageKey key = key();
        store.put(key, file, LEASE);
        assertThat(store.commit(key)).isTrue();
        return key;
    }

    private List<ImageKey> keys() {
        return store.page(Optional.empty(), 1000);
    }

    private static ImageFile file(int length, long seed) {
        return new ImageFile(bytes(length, seed), MediaType.PNG);
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
