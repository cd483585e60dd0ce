package io.dreamcacher.embedded;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.folder.DataFolder;
import io.dreamcacher.index.GenerationIndex;
import io.dreamcacher.lucene.LuceneIndex;
import io.dreamcacher.memory.IndexSource;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/** The index of a data folder; it is derived, so one that cannot be used is thrown away and made again. */
final class IndexFolder implements IndexSource {
    private static final System.Logger LOG = System.getLogger(IndexFolder.class.getName());

    private final Path folder;

    IndexFolder(DataFolder folder) {
        this.folder = folder.index();
    }

    @Override
    public GenerationIndex open() {
        try {
            return LuceneIndex.open(folder);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_DATA) {
                throw e;
            }
            LOG.log(Level.WARNING, "The index is rebuilt from the catalogue: {0}", e.getMessage());
            discard();
            return LuceneIndex.open(folder);
        }
    }

    @Override
    public void discard() {
        LuceneIndex.discard(folder);
    }
}
