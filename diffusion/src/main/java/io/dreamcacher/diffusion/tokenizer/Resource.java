package io.dreamcacher.diffusion.tokenizer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** A file beside this package's classes. */
final class Resource {
    private Resource() {}

    /** The lines of a UTF-8 file, without those that begin with {@code #}. */
    static List<String> lines(String name) {
        String text = new String(bytes(name), StandardCharsets.UTF_8);
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The content of a file. */
    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(Resource.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
