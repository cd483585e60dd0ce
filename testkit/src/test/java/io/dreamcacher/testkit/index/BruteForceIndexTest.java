package io.dreamcacher.testkit.index;

import io.dreamcacher.index.IndexWriter;

final class BruteForceIndexTest extends IndexContract {
    @Override
    protected IndexWriter create() {
        return new BruteForceIndex();
    }

    @Override
    protected IndexWriter reopen(IndexWriter open) {
        return ((BruteForceIndex) open).afterClose();
    }

    @Override
    protected IndexWriter crash(IndexWriter open) {
        return ((BruteForceIndex) open).afterCrash();
    }
}
