package io.dreamcacher.cli.client;

import java.nio.file.Path;

/**
 * An answered picture.
 *
 * @param view what is said of it
 * @param file where it is
 */
public record Drawn(AnswerView view, PictureFile file) {
    /** Where the picture is. */
    public sealed interface PictureFile {
        /**
         * Among the remembered ones.
         *
         * @param path of the PNG file
         */
        record Stored(Path path) implements PictureFile {}

        /**
         * Nowhere but here.
         *
         * @param png the file
         */
        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Unstored(byte[] png) implements PictureFile {}
    }
}
