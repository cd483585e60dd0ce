package io.dreamcacher.testkit.catalogue;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.testkit.Samples;

final class FakeCatalogueTest extends CatalogueContract {
    private Catalogue made = new FakeCatalogue(Samples.IDENTITY);

    @Override
    protected Catalogue create(MemoryIdentity identity) {
        made = new FakeCatalogue(identity);
        return made;
    }

    @Override
    protected Catalogue reopen() {
        return made;
    }
}
