package io.dreamcacher.sqlite;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.testkit.catalogue.CatalogueContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteCatalogueTest extends CatalogueContract {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected Catalogue create(MemoryIdentity identity) {
        return SqliteCatalogue.create(folder.resolve("catalogue.db"), identity);
    }

    @Override
    protected Catalogue reopen() {
        return SqliteCatalogue.open(folder.resolve("catalogue.db"));
    }
}
