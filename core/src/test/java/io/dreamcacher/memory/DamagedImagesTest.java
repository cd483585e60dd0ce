package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.memory.CheckReport.Fault;
import io.dreamcacher.memory.CheckReport.Finding;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.SeedIntent;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of the store that somebody deleted, overwrote or cut short behind the memory's back. */
final class DamagedImagesTest {
    private static final String BOAT = "a red boat on a blue sea at sunset";
    private static final String SAME_BOAT = "a red boat, on a blue sea, at the sunset";

    private final MemoryFixture fixture = new MemoryFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** What became of a file. */
    enum Damage {
        DELETED, ANOTHER_IMAGE, A_BIT_FLIPPED, CUT_SHORT, EMPTIED
    }

    private void damage(GenerationId id, Damage damage) {
        byte[] png = fixture.images.get(MemoryFixture.key(id)).orElseThrow().bytes();
        switch (damage) {
            case DELETED -> fixture.images.delete(List.of(MemoryFixture.key(id)));
            case ANOTHER_IMAGE -> {
                GenerationId other = fixture.askOne(request("a black cat")).id().orElseThrow();
                fixture.overwrite(id, fixture.images.get(MemoryFixture.key(other)).orElseThrow().bytes());
            }
            case A_BIT_FLIPPED -> {
                png[png.length / 2] ^= 1;
                fixture.overwrite(id, png);
            }
            case CUT_SHORT -> fixture.overwrite(id, Arrays.copyOf(png, png.length - 20));
            case EMPTIED -> fixture.overwrite(id, new byte[0]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answer_itsImageIsNotThere_isMadeAgainAndSaysSo(Damage damage) {
        GenerationId id = fixture.askOne(request(BOAT)).id().orElseThrow();
        assertThat(fixture.askOne(request(BOAT)).outcome()).isEqualTo(new Outcome.Exact());
        damage(id, damage);

        ImageAnswer again = fixture.askOne(request(BOAT));

        assertThat(again.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(again.reason()).contains("missing in the store").contains("made again");
        ImageAnswer third = fixture.askOne(request(BOAT));
        assertThat(third.outcome()).isEqualTo(new Outcome.Exact());
        assertThat(third.id()).isEqualTo(again.id());
        assertThat(fixture.memory.image(TESTER, id)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void answer_ofASeedWhoseImageIsNotThere_isMadeAgainOnce(Damage damage) {
        GenerationRequest seeded = request(BOAT).withSeed(new SeedIntent.Fixed(7));
        GenerationId id = fixture.askOne(seeded).id().orElseThrow();
        damage(id, damage);

        ImageAnswer again = fixture.askOne(seeded);

        assertThat(again.outcome()).isEqualTo(new Outcome.Generated());
        assertThat(again.reason()).contains("made again");
        assertThat(fixture.askOne(seeded).id()).isEqualTo(again.id());
    }

    @ParameterizedTest
    @EnumSource
    void answer_similarWhoseImageIsNotThere_isNone(Damage damage) {
        GenerationId id = fixture.askOne(request(BOAT)).id().orElseThrow();
        assertThat(fixture.askOne(request(SAME_BOAT)).outcome()).isInstanceOf(Outcome.Similar.class);
        damage(id, damage);

        assertThat(fixture.askOne(request(SAME_BOAT)).outcome()).isEqualTo(new Outcome.Generated());
    }

    @Test
    void answer_fileIsPutBack_isExactAgain() {
        GenerationId id = fixture.askOne(request(BOAT)).id().orElseThrow();
        byte[] png = fixture.images.get(MemoryFixture.key(id)).orElseThrow().bytes();
        fixture.images.delete(List.of(MemoryFixture.key(id)));
        assertThat(fixture.memory.check(TESTER, false, looked -> {}).findings())
                .containsExactly(new Finding(MemoryFixture.key(id), Fault.MISSING, false));
        assertThat(fixture.memory.faultyImages()).isEqualTo(1);

        fixture.overwrite(id, png);

        assertThat(fixture.memory.check(TESTER, false, looked -> {}).findings()).isEmpty();
        assertThat(fixture.memory.faultyImages()).isZero();
        assertThat(fixture.askOne(request(BOAT)).id()).hasValue(id);
    }
}
