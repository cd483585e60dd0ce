package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.s3.S3Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagePlaceTest {
    @TempDir
    private Path folder;

    private ImagePlace place() {
        return new ImagePlace(new DataFolder(folder));
    }

    @Test
    void choose_bucket_isRememberedByTheFolderAndMayBeSaidAgain() {
        assertThat(place().bucket()).isEmpty();

        place().choose("s3://dreams/shop");
        place().choose("s3://dreams/shop/");

        assertThat(place().bucket()).contains(new S3Address("dreams", "shop/"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://other", "files"})
    void choose_anotherPlace_isRefused(String other) {
        place().choose("s3://dreams/shop");

        assertThatThrownBy(() -> place().choose(other)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("s3://dreams/shop/")
                .hasMessageContaining("export");
    }

    @Test
    void choose_whereFilesAreThere_isRefused() throws IOException {
        Path image = folder.resolve("images/public/ab/ab234567abcdefghijkl.png");
        Files.createDirectories(image.resolveSibling(""));
        Files.write(image, new byte[]{1});

        assertThatThrownBy(() -> place().choose("s3://dreams")).hasMessageContaining("at one place");
        place().choose("files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gs://dreams", "/tmp/x", "s3://"})
    void choose_noPlace_isRefused(String text) {
        assertThatThrownBy(() -> place().choose(text)).isInstanceOf(DreamCacherException.class);
    }
}
