package io.dreamcacher.memory;

import static io.dreamcacher.memory.MemoryFixture.TESTER;
import static io.dreamcacher.memory.MemoryFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThumbnailsTest {
    private final MemoryFixture fixture = new MemoryFixture();
    private final GenerationId id = fixture.askOne(request("a red boat")).id().orElseThrow();
    private final Generation generation = fixture.memory.generation(TESTER, id).orElseThrow();

    @AfterEach
    void close() {
        fixture.close();
    }

    private Optional<ImageFile> thumbnail(int size) {
        return fixture.memory.thumbnail(TESTER, generation, size);
    }

    @Test
    void thumbnail_asked_isMadeOnceAndKept() {
        ImageFile first = thumbnail(256).orElseThrow();
        assertThat(fixture.thumbnails.get(MemoryFixture.key(id))).hasValue(first);
        assertThat(thumbnail(256)).hasValue(first);
        assertThat(thumbnail(512)).as("kept nowhere here").isPresent();
    }

    @Test
    void thumbnail_deletedBehindItsBack_isMadeAgain() {
        ImageFile first = thumbnail(256).orElseThrow();
        fixture.thumbnails.delete(List.of(MemoryFixture.key(id)));
        assertThat(thumbnail(256)).hasValue(first);
    }

    @Test
    void thumbnail_ofADeletedOrOverwrittenImage_isNone() {
        assertThat(thumbnail(256)).isPresent();
        byte[] bytes = fixture.images.get(MemoryFixture.key(id)).orElseThrow().bytes();
        fixture.overwrite(id, new byte[9]);
        assertThat(thumbnail(256)).isEmpty();
        fixture.overwrite(id, bytes);
        assertThat(thumbnail(256)).isPresent();

        assertThat(fixture.memory.delete(TESTER, id)).isTrue();

        assertThat(thumbnail(256)).isEmpty();
        assertThat(fixture.thumbnails.page(Optional.empty(), 9)).isEmpty();
    }

    @Test
    void thumbnail_forSomebodyOfAnotherScope_isNone() {
        Access other = Access.in(new Scope("team"), Caller.LOCAL);
        assertThat(fixture.memory.thumbnail(other, generation, 256)).isEmpty();
    }

    @Test
    void thumbnail_ofAnotherSize_isRefused() {
        assertThatThrownBy(() -> thumbnail(300))
                .hasMessage("The size of a thumbnail is one of [256, 512] pixels, but 300 was asked for.");
    }
}
