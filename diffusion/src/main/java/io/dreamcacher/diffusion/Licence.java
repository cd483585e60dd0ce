package io.dreamcacher.diffusion;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds under which licence a model comes. */
final class Licence {
    /** In the card's header, between two lines of dashes: {@code license: creativeml-openrail-m}. */
    private static final Pattern TAG = Pattern.compile("license:\\s*[\"']?([\\w.+-]{1,80})[\"']?\\s*");
    private static final int MAX_HEADER_LINES = 400;

    private Licence() {}

    /** The licence that README.md names, else the name of a licence file. */
    static Optional<String> of(Path folder) {
        return tag(folder.resolve("README.md")).or(() -> file(folder));
    }

    private static Optional<String> tag(Path card) {
        if (!Files.isRegularFile(card)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(card)) {
            List<String> header = lines.limit(MAX_HEADER_LINES).toList();
            if (header.isEmpty() || !header.getFirst().strip().equals("---")) {
                return Optional.empty();
            }
            return header.stream()
                    .skip(1)
                    .takeWhile(line -> !line.strip().equals("---"))
                    .map(TAG::matcher)
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty(); // a card in another encoding says nothing
        }
    }

    private static Optional<String> file(Path folder) {
        try (Stream<Path> files = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.toLowerCase(Locale.ROOT).matches("licen[cs]e.*"))
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
