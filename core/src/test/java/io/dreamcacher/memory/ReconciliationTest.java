package io.dreamcacher.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.testkit.FakeClock;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import io.dreamcacher.testkit.imagestore.FakeBucket;
import io.dreamcacher.testkit.imagestore.ObjectImageStore;
import io.dreamcacher.testkit.media.EncodedImages;
import io.dreamcacher.testkit.media.FakeImageFiles;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a crash leaves between image and row, in several processes over one bucket and one catalogue. */
class ReconciliationTest {
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final ImageFile FILE = new ImageFile(new byte[]{1, 2, 3}, MediaType.PNG);

    private final FakeClock clock = new FakeClock();
    private final Samples samples = new Samples(3);
    private final FakeCatalogue catalogue = new FakeCatalogue(Samples.IDENTITY);
    private final ObjectImageStore images = new ObjectImageStore(new FakeBucket(), clock);
    private final ObjectImageStore thumbnails = new ObjectImageStore(new FakeBucket(), clock);
    private final Reconciliation reconciliation = new Reconciliation(
            new ImageParts(images, Map.of(256, thumbnails), new FakeImageFiles()), catalogue, clock);

    @Test
    void run_whileAnotherProcessWrites_leavesItsImageAlone() {
        ImageKey key = StoredImages.key(samples.generation(Scope.PUBLIC, "a boat"));
        images.put(key, FILE, LEASE);

        assertThat(reconciliation.run()).isEmpty();

        assertThat(images.commit(key)).isTrue();
    }

    @Test
    void run_afterAWriterDiedWithoutARow_setsItsImageAside() {
        ImageKey key = StoredImages.key(samples.generation(Scope.PUBLIC, "a boat"));
        images.put(key, FILE, LEASE);
        clock.advance(LEASE);

        assertThat(reconciliation.run()).containsExactly(key.id());

        assertThat(images.idsSetAside()).containsExactly(key.id());
        assertThat(images.pending()).isEmpty();
    }

    @Test
    void run_afterAWriterDiedWithARow_commits() {
        Generation generation = samples.generation(Scope.PUBLIC, "a boat");
        images.put(StoredImages.key(generation), FILE, LEASE);
        catalogue.add(Access.in(generation.scope(), Caller.LOCAL), generation, samples.vectors());
        clock.advance(LEASE);

        assertThat(reconciliation.run()).isEmpty();

        assertThat(images.pending()).isEmpty();
        assertThat(images.get(StoredImages.key(generation))).hasValue(FILE);
    }

    /** An id alone proves nothing: the image of another scope's key has no row. */
    @Test
    void run_rowOfAnotherScope_isNone() {
        Generation generation = samples.generation(Scope.PUBLIC, "a boat");
        catalogue.add(Access.in(generation.scope(), Caller.LOCAL), generation, samples.vectors());
        images.put(new ImageKey(new Scope("team"), generation.id()), FILE, LEASE);
        clock.advance(LEASE);

        assertThat(reconciliation.run()).containsExactly(generation.id());
    }

    @Test
    void run_deletionThatWasBegun_isFinishedInItsScope() {
        Generation generation = samples.generation(new Scope("team"), "a boat");
        images.put(StoredImages.key(generation), FILE, LEASE);
        catalogue.add(Access.in(generation.scope(), Caller.LOCAL), generation, samples.vectors());
        images.commit(StoredImages.key(generation));
        thumbnails.put(StoredImages.key(generation), FILE, LEASE);
        thumbnails.commit(StoredImages.key(generation));
        catalogue.delete(Access.in(generation.scope(), Caller.LOCAL), generation.id());

        assertThat(reconciliation.run()).isEmpty();

        assertThat(images.get(StoredImages.key(generation))).isEmpty();
        assertThat(thumbnails.get(StoredImages.key(generation))).isEmpty();
        assertThat(catalogue.deletions()).isEmpty();
    }

    @Test
    void recovery_putsEachImageIntoTheScopeItsKeySays() {
        FakeImageFiles files = new FakeImageFiles();
        FakeSearchEncoder encoder = new FakeSearchEncoder();
        FakeCatalogue empty = new FakeCatalogue(
                new MemoryIdentity(ModelRef.of("fake"), encoder.description()));
        List<Generation> made = List.of(samples.generation(Scope.PUBLIC, "a boat"),
                samples.generation(new Scope("team"), "a cat"));
        for (Generation generation : made) {
            images.put(StoredImages.key(generation),
                    files.withProvenance(EncodedImages.png(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB)),
                            Provenance.of(generation)),
                    LEASE);
            images.commit(StoredImages.key(generation));
        }

        Recovery.Recovered recovered = new Recovery(new ImageParts(images, Map.of(), files), empty, encoder)
                .run((done, total) -> assertThat(total).isEqualTo(2));

        assertThat(recovered.recovered()).isEqualTo(2);
        for (Generation generation : made) {
            assertThat(empty.scopeOf(generation.id())).hasValue(generation.scope());
        }
    }
}
