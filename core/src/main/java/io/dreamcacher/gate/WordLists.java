package io.dreamcacher.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads the word lists that lie beside this class: UTF-8, one entry a line, # starts a comment line. */
final class WordLists {
    private WordLists() {}

    static Stream<String> lines(String name) {
        try (InputStream stream = Objects.requireNonNull(WordLists.class.getResourceAsStream(name), name);
                BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            List<String> lines = reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
            return lines.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> words(String line) {
        return Arrays.stream(line.strip().split("\\s+"));
    }
}
