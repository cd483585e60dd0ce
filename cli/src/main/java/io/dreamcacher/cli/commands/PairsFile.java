package io.dreamcacher.cli.commands;

import io.dreamcacher.evaluation.LabelledPair;
import io.dreamcacher.evaluation.LabelledPairs;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Labelled pairs in a file, or in standard input where its name is {@code -}. */
final class PairsFile {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final String file;

    PairsFile(String file) {
        this.file = file;
    }

    /** For people. */
    String name() {
        return file.equals("-") ? "standard input" : file;
    }

    /**
     * All pairs, in their order.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if a line is no labelled pair, or there is none; {@code NOT_FOUND} if the
     *         file is not there
     */
    List<LabelledPair> read() {
        try (BufferedReader lines = open()) {
            List<LabelledPair> pairs = new ArrayList<>();
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String text = number == 1 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line;
                if (!text.isBlank()) {
                    pairs.add(LabelledPairs.labelled(text, "%s, line %d".formatted(name(), number)));
                }
            }
            if (pairs.isEmpty()) {
                throw DreamCacherException.badRequest(
                        "There must be pairs to evaluate, but %s holds none. Write one a line: {\"a\":\"asked\",\"b\":\"stored\",\"label\":\"same\"|\"different\"}."
                                .formatted(name()));
            }
            return pairs;
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path.".formatted(name()), e);
        } catch (CharacterCodingException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s must be UTF-8, but it holds bytes that are not; convert it.".formatted(name()), e);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s cannot be read (%s); check that it is a file you may read.".formatted(name(), e.getMessage()),
                    e);
        }
    }

    private BufferedReader open() throws IOException {
        return file.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8.newDecoder()))
                : Files.newBufferedReader(Path.of(file));
    }
}
