package io.dreamcacher.collections.download;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A shard whose links are under way; whoever is the last makes it whole. Thread-safe. */
final class ShardRun {
    private final Shard shard;
    private final AtomicInteger open = new AtomicInteger(1);

    ShardRun(Shard shard) {
        this.shard = shard;
    }

    Shard shard() {
        return shard;
    }

    /** A link is under way. */
    void begin() {
        open.incrementAndGet();
    }

    /** A link is dealt with, or, once, all of them are under way. */
    void end() throws IOException, InterruptedException {
        if (open.decrementAndGet() == 0) {
            shard.finish();
        }
    }
}
