package io.dreamcacher.cli.commands;

import io.dreamcacher.api.Json;
import io.dreamcacher.diffusion.TokenReader;
import io.dreamcacher.diffusion.TokenizedText;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns a file of texts, one JSON object a line, into lines of token ids; blank lines are passed over. */
final class TokenLines {
    private static final int FLUSH_CHARACTERS = 1 << 16;

    private final TokenReader reader;
    private final PrintStream out;

    TokenLines(TokenReader reader, PrintStream out) {
        this.reader = reader;
        this.out = out;
    }

    /**
     * Prints a line for each line of a file, in its order, while reading it.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if a line is no object with a text; the lines before are printed
     */
    void of(Path file) {
        StringBuilder waiting = new StringBuilder();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            long number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    append(waiting, reader.read(text(line, number, file)));
                }
                if (waiting.length() > FLUSH_CHARACTERS) {
                    print(waiting);
                }
            }
        } catch (NoSuchFileException e) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "There is no file %s; check the path.".formatted(file), e);
        } catch (CharacterCodingException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s must be UTF-8, but it holds bytes that are not; convert it.".formatted(file), e);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s cannot be read (%s); check that it is a file you may read.".formatted(file, e.getMessage()),
                    e);
        } finally {
            print(waiting);
        }
    }

    private void print(StringBuilder waiting) {
        out.print(waiting);
        out.flush();
        waiting.setLength(0);
    }

    private static String text(String line, long number, Path file) {
        try {
            JsonNode text = Json.STRICT.readTree(line).path("text");
            if (text.isString()) {
                return text.stringValue();
            }
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "Line %,d of %s must be a JSON object with a text; found: %s.".formatted(number, file,
                            e.getOriginalMessage()),
                    e);
        }
        throw DreamCacherException.badRequest("Line %,d of %s must be a JSON object with a text; found %s."
                .formatted(number, file, CutText.shortened(line)));
    }

    private static void append(StringBuilder line, TokenizedText tokens) {
        line.append("{\"ids\":[");
        String separator = "";
        for (int id : tokens.ids()) {
            line.append(separator).append(id);
            separator = ",";
        }
        line.append("],\"length\":")
                .append(tokens.length())
                .append(",\"truncated\":")
                .append(tokens.cutAt().isPresent())
                .append("}\n");
    }
}
