package io.dreamcacher.lucene;

import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.testkit.index.IndexContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class LuceneIndexContractTest extends IndexContract {
    @TempDir
    private Path folder;

    private final List<IndexWriter> crashed = new ArrayList<>();

    @AfterEach
    void closeCrashed() {
        crashed.forEach(IndexWriter::close);
    }

    @Override
    protected IndexWriter create() {
        return LuceneIndex.open(folder.resolve("index"));
    }

    @Override
    protected IndexWriter reopen(IndexWriter open) {
        open.close();
        return create();
    }

    /** A process that dies leaves its files as they are, so a copy of them is what the next one finds. */
    @Override
    protected IndexWriter crash(IndexWriter open) {
        crashed.add(open);
        try (var files = Files.list(folder.resolve("index"))) {
            Path copy = Files.createDirectory(folder.resolve("crashed"));
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
            return LuceneIndex.open(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
