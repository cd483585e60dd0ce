package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThumbnailsTest {
    private final MemoryFixture fixture = new MemoryFixture();
    private final GenerationId id = fixture.askOne(request("a red boat")).id().orElseThrow();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void thumbnail_asked_isMadeOnceAndKept() {
        ImageFile first = fixture.memory.thumbnail(TESTER, id, 256).orElseThrow();
        assertThat(fixture.thumbnails.get(MemoryFixture.key(id))).hasValue(first);
        assertThat(fixture.memory.thumbnail(TESTER, id, 256)).hasValue(first);
        assertThat(fixture.memory.thumbnail(TESTER, id, 512)).as("kept nowhere here").isPresent();
    }

    @Test
    void thumbnail_deletedBehindItsBack_isMadeAgain() {
        ImageFile first = fixture.memory.thumbnail(TESTER, id, 256).orElseThrow();
        fixture.thumbnails.delete(List.of(MemoryFixture.key(id)));
        assertThat(fixture.memory.thumbnail(TESTER, id, 256)).hasValue(first);
    }

    @Test
    void thumbnail_ofADeletedOrOverwrittenImage_isNone() {
        assertThat(fixture.memory.thumbnail(TESTER, id, 256)).isPresent();
        byte[] bytes = fixture.images.get(MemoryFixture.key(id)).orElseThrow().bytes();
        fixture.overwrite(id, new byte[9]);
        assertThat(fixture.memory.thumbnail(TESTER, id, 256)).isEmpty();
        fixture.overwrite(id, bytes);
        assertThat(fixture.memory.thumbnail(TESTER, id, 256)).isPresent();

        assertThat(fixture.memory.delete(TESTER, id)).isTrue();

        assertThat(fixture.memory.thumbnail(TESTER, id, 256)).isEmpty();
        assertThat(fixture.thumbnails.page(Optional.empty(), 9)).isEmpty();
    }

    @Test
    void thumbnail_forSomebodyOfAnotherScope_isNone() {
        Access other = Access.in(new Scope("team"), Caller.LOCAL);
        assertThat(fixture.memory.thumbnail(other, id, 256)).isEmpty();
    }

    @Test
    void thumbnail_ofAnotherSize_isRefused() {
        assertThatThrownBy(() -> fixture.memory.thumbnail(TESTER, id, 300))
                .hasMessage("The size of a thumbnail is one of [256, 512] pixels, but 300 was asked for.");
    }
}
