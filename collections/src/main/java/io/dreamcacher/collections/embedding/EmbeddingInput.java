package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.image.ImageFolder;
import io.dreamcacher.datasets.table.TableLayout;
import java.nio.file.Path;
import java.util.Optional;

/** What vectors are made of. */
public sealed interface EmbeddingInput {
    /** The pictures of a folder; each has its path in the folder as its id. */
    record Images(ImageFolder folder) implements EmbeddingInput {}

    /**
     * The prompts of a file.
     *
     * @param layout of the file, if it is a table
     * @param idColumn of a table, with ids that are different for each row; without one a prompt has the beginning of its
     *        SHA-256 as its id, and of equal ones only the first counts
     */
    record Prompts(Path file, TableLayout layout, Optional<String> idColumn) implements EmbeddingInput {}
}
