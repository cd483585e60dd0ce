package io.dreamcacher.embedded;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.sqlite.SqliteCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The catalogue of a data folder, and what may be done when there is none, or none that can be read. */
final class CatalogueFile {
    private final DataFolder folder;
    private final Path file;
    private final Path recovering;

    CatalogueFile(DataFolder folder, Path cacheFolder) {
        this.folder = folder;
        this.file = folder.catalogue();
        this.recovering = folder.root().resolve("recovering");
        SqliteCatalogue.unpackLibraryIn(cacheFolder);
    }

    /**
     * Opens the catalogue; makes one where nothing is remembered yet, and never beside images.
     *
     * @param endedCleanly whether the last owner closed the memory
     */
    Catalogue openOrCreate(Supplier<MemoryIdentity> identity, boolean endedCleanly) {
        if (Files.exists(recovering)) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "A recovery of %s was begun and not finished; run `dreamcacher recover` again, it goes on where it was."
                            .formatted(folder.root()));
        }
        if (!Files.exists(file)) {
            refuseBesideImages(0);
            return create(identity);
        }
        Catalogue catalogue = SqliteCatalogue.open(file);
        if (catalogue.end().change() == 0) {
            try {
                // a process killed during its very first generation leaves one image that was never acknowledged
                refuseBesideImages(endedCleanly ? 0 : 1);
            } catch (DreamCacherException e) {
                catalogue.close();
                throw e;
            }
        }
        return catalogue;
    }

    /**
     * Opens the catalogue for recovery; one that cannot be read is moved out of the way. Until {@link #recovered}, the
     * folder is not opened for anything else: images the catalogue does not know yet would be set aside.
     */
    Catalogue openToRecover(Supplier<MemoryIdentity> identity) {
        try {
            Files.writeString(recovering, "A recovery of the catalogue is under way.\n");
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "%s must be writable for a recovery, but is not (%s).".formatted(folder.root(), e), e);
        }
        if (!Files.exists(file)) {
            return create(identity);
        }
        try {
            return SqliteCatalogue.open(file);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_DATA) {
                throw e;
            }
            return create(identity);
        }
    }

    /** The recovery is complete. */
    void recovered() {
        try {
            Files.deleteIfExists(recovering);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "The recovery is complete, but %s cannot be deleted (%s); delete it.".formatted(recovering, e), e);
        }
    }

    /**
     * An index left from an earlier catalogue counts changes this one never made, and SQLite would replay an earlier
     * catalogue's log into it.
     */
    private Catalogue create(Supplier<MemoryIdentity> identity) {
        new IndexFolder(folder).discard();
        moveAway();
        return SqliteCatalogue.create(file, identity.get());
    }

    private void refuseBesideImages(int allowed) {
        if (new FileImageStore(folder.images()).holds(allowed + 1)) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "%s holds pictures, but the catalogue %s is missing or empty; put it back, or run `dreamcacher recover` to rebuild it from the pictures."
                            .formatted(folder.images(), file));
        }
    }

    private void moveAway() {
        List<String> there = Stream.of("", "-wal", "-shm")
                .filter(suffix -> Files.exists(Path.of(file + suffix)))
                .toList();
        int number = 1;
        while (Files.exists(damaged("", number)) || Files.exists(damaged("-wal", number))) {
            number++;
        }
        try {
            for (String suffix : there) {
                Files.move(Path.of(file + suffix), damaged(suffix, number));
            }
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "The damaged catalogue %s must be moved out of the way, but cannot be (%s); check that its folder is writable."
                            .formatted(file, e),
                    e);
        }
    }

    private Path damaged(String suffix, int number) {
        return Path.of(file + ".damaged-" + number + suffix);
    }
}
