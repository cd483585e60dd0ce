package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.memory.Recovery.Recovered;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.testkit.FakeImageGenerators;
import io.dreamcacher.testkit.generator.RemoteGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Somebody's server in front of the real parts: files, SQLite, Lucene, CLIP. */
class OtherGeneratorsTest {
    private static final String BOAT = "a red sailing boat ⛵ on the sea";

    @TempDir
    private static Path cache;

    @TempDir
    private Path data;

    private MemoryOptions options() {
        return MemoryOptions.at(data).withCacheFolder(cache).withPatience(Duration.ZERO);
    }

    private DreamCacher open(MediaType type) {
        return DreamCacher.open(options(),
                parts -> parts.withGenerators(new FakeImageGenerators(new RemoteGenerator("remote", 2, type))));
    }

    private static ImageAnswer ask(DreamCacher dreams) {
        return dreams.memory()
                .answer(Access.LOCAL, GenerationRequest.of(BOAT, "remote", RemoteGenerator.DEFAULTS),
                        AnswerListener.NONE, new Cancellation())
                .images()
                .getFirst();
    }

    @ParameterizedTest
    @EnumSource(MediaType.class)
    void answer_ofAnyType_isExactAgainHasAThumbnailAndIsRecovered(MediaType type) throws IOException {
        if (type == MediaType.TIFF) {
            return; // what the JDK writes of it is another test's
        }
        MediaType kept = type == MediaType.JPEG || type == MediaType.WEBP ? type : MediaType.PNG;
        GenerationId id;
        ImageFile file;
        try (DreamCacher dreams = open(type)) {
            id = ask(dreams).id().orElseThrow();
            assertThat(ask(dreams).outcome()).isEqualTo(new Outcome.Exact());
            file = dreams.memory().image(Access.LOCAL, id).orElseThrow();
            assertThat(file.type()).isEqualTo(kept);
            Generation generation = dreams.memory().generation(Access.LOCAL, id).orElseThrow();
            ImageFile thumbnail = dreams.memory().thumbnail(Access.LOCAL, generation, 256).orElseThrow();
            assertThat(thumbnail.type()).isEqualTo(MediaType.JPEG);
            assertThat(dreams.memory().check(Access.LOCAL, false, looked -> {}).findings()).isEmpty();
        }
        Path stored = data.resolve("images/public/%s/%s.%s".formatted(id.value().substring(0, 2), id,
                kept.fileEnding()));
        assertThat(stored).hasBinaryContent(file.bytes());
        assertThat(new ImageFormats().infotext(file).orElseThrow().prompt()).isEqualTo(BOAT);

        Files.delete(data.resolve("catalogue.db"));
        Recovered recovered = DreamCacher.recover(options(), (done, total) -> {});

        assertThat(recovered.recovered()).isEqualTo(1);
        try (DreamCacher dreams = open(type)) {
            ImageAnswer again = ask(dreams);
            assertThat(again.outcome()).isEqualTo(new Outcome.Exact());
            assertThat(again.id()).contains(id);
            Recipe recipe = again.recipe();
            assertThat(recipe.words().revised()).contains(RemoteGenerator.revised(BOAT));
            assertThat(recipe.seed()).isEmpty();
            assertThat(recipe.settings()).isEqualTo(RemoteGenerator.DEFAULTS);
            assertThat(dreams.memory().image(Access.LOCAL, id)).contains(file);
        }
    }
}
