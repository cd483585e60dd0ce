package io.dreamcacher.collections.download;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A list of links: a {@code .txt} with a URL a line, or an id, a tab and a URL, or those, a tab and a caption; or a
 * {@code .csv} or {@code .tsv} with a header.
 *
 * @param file the list, in UTF-8
 * @param url the column with the links; needed for a table, and only there
 * @param id the column with ids of rows, if a table has one
 * @param caption the column with what pictures show, if a table has one
 */
public record LinkFile(Path file, Optional<String> url, Optional<String> id, Optional<String> caption) {
    /**
     * Checks that columns are named of a table, and of nothing else.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if not
     */
    public LinkFile {
        boolean named = url.isPresent() || id.isPresent() || caption.isPresent();
        if (isTable(file) && url.isEmpty()) {
            throw DreamCacherException.badRequest(
                    "The links of a table must be in a column of their own, but none was named of %s; name it with --column, or write the links of a JSON column to a file first: dreamcacher links %s > links.txt"
                            .formatted(file, file));
        }
        if (!isTable(file) && named) {
            throw DreamCacherException.badRequest(
                    "Only a table (.csv, .tsv) has columns, but one of %s was named; leave it out.".formatted(file));
        }
    }

    private static boolean isTable(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".tsv");
    }

    boolean isTable() {
        return isTable(file);
    }

    LinkReader open() {
        return new LinkReader(this);
    }

    /** SHA-256 over which columns are read and the file's bytes: lists that differ in it give other pictures. */
    String digest() {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            String columns = "%s\0%s\0%s\0".formatted(url.orElse(""), id.orElse(""), caption.orElse(""));
            sha256.update(columns.getBytes(StandardCharsets.UTF_8));
            new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new DreamCacherException(Files.exists(file) ? FailureCategory.BAD_REQUEST : FailureCategory.NOT_FOUND,
                    "A list of links must be a file this user may read, but %s is not (%s); check the path."
                            .formatted(file, e.getClass().getSimpleName()),
                    e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
