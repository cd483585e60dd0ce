package io.dreamcacher.testkit.index;

import io.dreamcacher.index.GenerationIndex;

final class BruteForceIndexTest extends GenerationIndexContract {
    @Override
    protected GenerationIndex create() {
        return new BruteForceIndex();
    }

    @Override
    protected GenerationIndex reopen(GenerationIndex open) {
        return ((BruteForceIndex) open).afterClose();
    }

    @Override
    protected GenerationIndex crash(GenerationIndex open) {
        return ((BruteForceIndex) open).afterCrash();
    }
}
