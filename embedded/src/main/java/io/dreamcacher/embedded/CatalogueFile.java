package io.dreamcacher.embedded;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.folder.DataFolder;
import io.dreamcacher.image.FileImageStore;
import io.dreamcacher.sqlite.NativeLibrary;
import io.dreamcacher.sqlite.SqliteCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The catalogue of a data folder, and what may be done when there is none, or none that can be read. */
final class CatalogueFile {
    private final DataFolder folder;
    private final Path file;

    CatalogueFile(DataFolder folder, Path cacheFolder) {
        this.folder = folder;
        this.file = folder.catalogue();
        NativeLibrary.unpackIn(cacheFolder);
    }

    /** Opens the catalogue; makes one where nothing is remembered yet, and never beside pictures. */
    Catalogue openOrCreate(Supplier<MemoryIdentity> identity) {
        if (!Files.exists(file)) {
            refuseBesidePictures();
            return create(identity);
        }
        Catalogue catalogue = SqliteCatalogue.open(file);
        if (catalogue.changeNumber() == 0) {
            try {
                refuseBesidePictures();
            } catch (DreamCacherException e) {
                catalogue.close();
                throw e;
            }
        }
        return catalogue;
    }

    /** Opens the catalogue for recovery; one that cannot be read is moved out of the way. */
    Catalogue openOrReplace(Supplier<MemoryIdentity> identity) {
        if (!Files.exists(file)) {
            return create(identity);
        }
        try {
            return SqliteCatalogue.open(file);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_DATA) {
                throw e;
            }
            moveAway();
            return create(identity);
        }
    }

    /** An index left from an earlier catalogue counts changes this one never made. */
    private Catalogue create(Supplier<MemoryIdentity> identity) {
        new IndexFolder(folder).discard();
        return SqliteCatalogue.create(file, identity.get());
    }

    private void refuseBesidePictures() {
        AtomicBoolean pictures = new AtomicBoolean();
        new FileImageStore(folder.images()).forEach(id -> pictures.set(true));
        if (pictures.get()) {
            throw new DreamCacherException(FailureCategory.BAD_DATA,
                    "%s holds pictures, but the catalogue %s is missing or empty; put it back, or run `dreamcacher recover` to rebuild it from the pictures."
                            .formatted(folder.images(), file));
        }
    }

    private void moveAway() {
        int number = 1;
        while (Files.exists(damaged("", number))) {
            number++;
        }
        try {
            for (String suffix : new String[]{"", "-wal", "-shm"}) {
                if (Files.exists(Path.of(file + suffix))) {
                    Files.move(Path.of(file + suffix), damaged(suffix, number));
                }
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
