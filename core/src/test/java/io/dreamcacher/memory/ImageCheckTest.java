package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.key;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.CheckReport.Fault;
import io.dreamcacher.memory.CheckReport.Finding;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.testkit.media.EncodedImages;
import io.dreamcacher.testkit.media.FakeImageFiles;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a check of every stored image says, and what it does about it. */
final class ImageCheckTest {
    private final MemoryFixture fixture = new MemoryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private GenerationId made(String prompt) {
        return fixture.askOne(request(prompt)).id().orElseThrow();
    }

    private byte[] bytes(GenerationId id) {
        return fixture.images.get(key(id)).orElseThrow().bytes();
    }

    private CheckReport check(boolean setAside) {
        return fixture.memory.check(TESTER, setAside, looked -> {});
    }

    /** As rows were before they had one. */
    private void forgetSha256(GenerationId id) {
        Generation known = fixture.catalogue.byId(TESTER, id).orElseThrow();
        fixture.catalogue.put(known.withFile(
                new ImageDigest(known.file().type(), known.file().sizeBytes(), Optional.empty())));
    }

    @Test
    void add_image_itsRowKnowsItsBytes() {
        GenerationId id = made("a red boat");
        ImageFile file = fixture.images.get(key(id)).orElseThrow();

        assertThat(fixture.memory.generation(TESTER, id).orElseThrow().file()).isEqualTo(file.digest());
    }

    @Test
    void check_whatIsWhole_findsNothing() {
        long bytes = (long) bytes(made("a red boat")).length + bytes(made("a black cat")).length;

        assertThat(check(true)).isEqualTo(new CheckReport(2, bytes, true, List.of()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void check_eachKindOfFault_isToldAndNothingIsLost(boolean shaIsKnown) {
        GenerationId whole = made("a red boat on a lake");
        GenerationId missing = made("a green tree");
        GenerationId cut = made("a black cat in the snow");
        GenerationId flipped = made("two birds over the sea");
        GenerationId replaced = made("a yellow house");
        byte[] half = Arrays.copyOf(bytes(cut), bytes(cut).length / 2);
        byte[] bit = bytes(flipped);
        bit[bit.length / 2] ^= 1;
        if (!shaIsKnown) {
            List.of(whole, missing, cut, flipped, replaced).forEach(this::forgetSha256);
        }
        fixture.images.delete(List.of(key(missing)));
        fixture.overwrite(cut, half);
        fixture.overwrite(flipped, bit);
        fixture.overwrite(replaced, bytes(whole));
        ImageKey orphan = new ImageKey(new Scope("team"), new GenerationId("ab234567abcdefghijkl"));
        fixture.images.put(orphan, new ImageFile(bytes(whole), MediaType.BMP), Duration.ofMinutes(1));
        fixture.images.commit(orphan);

        assertThat(check(false).findings()).containsExactlyInAnyOrder(
                new Finding(key(missing), Fault.MISSING, false), new Finding(key(cut), Fault.DAMAGED, false),
                new Finding(key(flipped), Fault.DAMAGED, false),
                new Finding(key(replaced), Fault.OVERWRITTEN, false), new Finding(orphan, Fault.ORPHANED, false));
        assertThat(fixture.images.idsSetAside()).isEmpty();
        assertThat(fixture.memory.faultyImages()).isEqualTo(4);

        assertThat(check(true).findings()).containsExactlyInAnyOrder(
                new Finding(key(missing), Fault.MISSING, false), new Finding(key(cut), Fault.DAMAGED, true),
                new Finding(key(flipped), Fault.DAMAGED, true),
                new Finding(key(replaced), Fault.OVERWRITTEN, true), new Finding(orphan, Fault.ORPHANED, false));
        assertThat(fixture.images.idsSetAside()).containsExactlyInAnyOrder(cut, flipped, replaced);
        assertThat(check(true).findings()).extracting(Finding::fault)
                .containsExactlyInAnyOrder(Fault.MISSING, Fault.MISSING, Fault.MISSING, Fault.MISSING, Fault.ORPHANED);
        assertThat(fixture.images.stat(orphan)).isPresent();
    }

    /** The same recipe inside, other bytes: only the digest tells. */
    @Test
    void check_fileEncodedAnew_isOverwrittenAndAMissThatGenerates() {
        var seeded = request("a red boat").withSeed(new SeedIntent.Fixed(7));
        GenerationId id = fixture.askOne(seeded).id().orElseThrow();
        byte[] first = bytes(id);
        fixture.overwrite(id, encodedAnew(new ImageFile(first, MediaType.PNG)));

        assertThat(check(true).findings()).containsExactly(new Finding(key(id), Fault.OVERWRITTEN, true));

        ImageAnswer again = fixture.askOne(seeded);
        assertThat(again.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(fixture.memory.generation(TESTER, id)).as("its row waits for the file").isPresent();
        fixture.overwrite(id, first);
        assertThat(check(false).findings()).isEmpty();
    }

    private static byte[] encodedAnew(ImageFile file) {
        FakeImageFiles files = new FakeImageFiles();
        ImageFile bare = EncodedImages.as(MediaType.BMP, files.decode(file, "the image"));
        return files.withProvenance(bare, files.provenance(file).orElseThrow()).bytes();
    }

    @Test
    void check_rowsOfBefore_haveTheirDigestAfterwards() {
        GenerationId id = made("a red boat");
        ImageDigest digest = fixture.memory.generation(TESTER, id).orElseThrow().file();
        forgetSha256(id);
        assertThat(fixture.memory.image(TESTER, id)).as("served as before").isPresent();

        assertThat(check(false).findings()).isEmpty();

        assertThat(fixture.memory.generation(TESTER, id).orElseThrow().file()).isEqualTo(digest);
    }

    @Test
    void checkNext_pieceByPiece_comesToEveryImageAndGoesOnInAnotherProcess() {
        for (int i = 0; i < 7; i++) {
            made("thing%d of kind%d".formatted(i, i));
        }
        GenerationId damaged = made("a red boat");
        fixture.overwrite(damaged, new byte[9]);

        long checked = 0;
        List<Finding> findings = new ArrayList<>();
        CheckReport piece;
        do {
            piece = fixture.memory.checkNext(TESTER, 3);
            checked += piece.checked();
            findings.addAll(piece.findings());
            assertThat(piece.checked()).isLessThanOrEqualTo(3);
            fixture.restartMemory();
        } while (!piece.complete());

        assertThat(checked).isEqualTo(8);
        assertThat(findings).containsExactly(new Finding(key(damaged), Fault.DAMAGED, false));
        assertThat(fixture.memory.checkNext(TESTER, 3).checked()).as("it begins anew").isEqualTo(3);
    }

    /** What a disk says of one file says nothing about the others, and nothing about what is in it. */
    @Test
    void check_fileThatCannotBeReadNow_isToldAndTheOthersAreChecked() {
        GenerationId locked = made("a red boat");
        GenerationId gone = made("a black cat");
        fixture.images.delete(List.of(key(gone)));
        StoredImages stored = new StoredImages(new ImageParts(unreadable(locked), Map.of(), new FakeImageFiles()));

        CheckReport report = new ImageCheck(fixture.catalogue, fixture.images, stored).all(true, looked -> {});

        assertThat(report.findings()).containsExactlyInAnyOrder(new Finding(key(locked), Fault.UNREADABLE, false),
                new Finding(key(gone), Fault.MISSING, false));
        assertThat(fixture.images.stat(key(locked))).isPresent();
    }

    private ImageStore unreadable(GenerationId id) {
        return (ImageStore) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{ImageStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("get") && key(id).equals(arguments[0])) {
                        throw new DreamCacherException(FailureCategory.BAD_DATA, "The disk refuses.");
                    }
                    return method.invoke(fixture.images, arguments);
                });
    }

    @Test
    void check_scopesOfOthers_areChecked() {
        Access ada = Access.in(new Scope("ada"), new Caller("ada"));
        GenerationId hers = fixture.memory.answer(ada, request("a red boat"), AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst()
                .id()
                .orElseThrow();
        fixture.images.delete(List.of(new ImageKey(new Scope("ada"), hers)));

        assertThat(check(false).findings()).extracting(Finding::fault).containsExactly(Fault.MISSING);
    }
}
