package io.dreamcacher.bench;

import io.dreamcacher.generation.GenerationId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code warm}'s journal: the memory has answered this prompt.
 *
 * @param ordinal of the prompt in its file, 1 for the first
 * @param outcome EXACT, SIMILAR, REFINED or GENERATED
 * @param id of the answer's image
 */
record Acknowledgement(long ordinal, String outcome, GenerationId id) {

    private static final Pattern LINE = Pattern.compile("(\\d+)\t(EXACT|SIMILAR|REFINED|GENERATED)\t([a-z2-7]{20})");

    /** Every whole line of every journal in a data folder. */
    static List<Acknowledgement> readAll(Path dataFolder) throws IOException {
        Path folder = dataFolder.resolve("warm");
        List<Acknowledgement> all = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, "*.journal")) {
                for (Path journal : journals) {
                    all.addAll(read(journal));
                }
            }
        }
        return all;
    }

    private static List<Acknowledgement> read(Path journal) throws IOException {
        String text = Files.readString(journal);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Acknowledgement::parse).toList();
    }

    private static Acknowledgement parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalStateException(
                    "a journal's line must be ORDINAL, OUTCOME, ID, found \"%s\"".formatted(line));
        }
        return new Acknowledgement(Long.parseLong(matcher.group(1)), matcher.group(2),
                new GenerationId(matcher.group(3)));
    }

    /** Whether the image was made for this very prompt. */
    boolean ofThisRequest() {
        return !outcome.equals("SIMILAR");
    }
}
