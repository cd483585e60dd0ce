package io.dreamcacher.s3;

import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.testkit.imagestore.ImageStoreContract;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** The contract against a real server of the S3 API; each test has a prefix of its own. */
@Timeout(120)
class S3ImageStoreTest extends ImageStoreContract {
    private static final AtomicInteger PREFIXES = new AtomicInteger();

    private final List<S3Bucket> opened = new ArrayList<>();
    private final int prefix = PREFIXES.incrementAndGet();

    @SuppressWarnings("NullAway") // started before all tests
    private static S3Server server;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @AfterEach
    void closeBuckets() {
        opened.forEach(S3Bucket::close);
    }

    @Override
    protected ImageStore open(InstantSource clock) {
        S3Bucket bucket = S3Clients.bucket(
                S3Address.parse("s3://%s/memory-%d".formatted(S3Server.BUCKET, prefix)), server.environment());
        opened.add(bucket);
        return new S3ImageStore(bucket, clock);
    }
}
