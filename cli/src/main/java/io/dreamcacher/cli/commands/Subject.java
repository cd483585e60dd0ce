package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.VectorMaker;
import io.dreamcacher.diffusion.VectorMaker.Vectors;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.image.ImageFileReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** A text or a picture, as it was given on the command line. */
sealed interface Subject {
    String TEXT = "text:";
    String PICTURE = "picture:";
    Set<String> SUFFIXES = Set.of("png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "avif");

    /**
     * Words.
     *
     * @param given without a prefix
     */
    record Text(String given) implements Subject {
        @Override
        public String label() {
            return CutText.shortened(given);
        }

        @Override
        public Vectors vectors(VectorMaker maker) {
            return maker.ofText(given);
        }
    }

    /**
     * A picture file.
     *
     * @param given path without a prefix
     */
    record ImageAt(String given) implements Subject {
        @Override
        public String label() {
            return Path.of(given).getFileName().toString();
        }

        @Override
        public Vectors vectors(VectorMaker maker) {
            return maker.ofImage(ImageFileReader.DEFAULT.read(Path.of(given)));
        }
    }

    /** The words, or the path of the picture. */
    String given();

    /** A short name for people. */
    String label();

    /** Encodes it. */
    Vectors vectors(VectorMaker maker);

    /**
     * A file that exists is a picture, everything else a text; {@code text:} and {@code picture:} before it decide
     * otherwise.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if it is one word that ends like a picture file that is not there
     */
    static Subject of(String argument) {
        if (argument.startsWith(TEXT)) {
            return new Text(argument.substring(TEXT.length()));
        }
        if (argument.startsWith(PICTURE)) {
            return new ImageAt(argument.substring(PICTURE.length()));
        }
        if (isFile(argument)) {
            return new ImageAt(argument);
        }
        String suffix = argument.substring(argument.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (argument.contains(".") && SUFFIXES.contains(suffix) && !argument.contains(" ")) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path, or write %s%s if these are words.".formatted(argument, TEXT,
                            argument));
        }
        return new Text(argument);
    }

    private static boolean isFile(String argument) {
        try {
            return Files.isRegularFile(Path.of(argument));
        } catch (InvalidPathException e) {
            return false; // words may hold what no path may
        }
    }
}
