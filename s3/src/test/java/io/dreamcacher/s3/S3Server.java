package io.dreamcacher.s3;

import java.net.URI;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;

/** A server of the S3 API on a free port of this machine, whose buckets end with it. */
final class S3Server {
    static final String ID = "test-id";
    static final String SECRET = "test-secret";
    static final String BUCKET = "dreams";

    private final BlobStore store;
    private final S3Proxy proxy;

    private S3Server(BlobStore store, S3Proxy proxy) {
        this.store = store;
        this.proxy = proxy;
    }

    static S3Server start() throws Exception {
        BlobStore store = BlobStores.create("transient-nio2", new Properties());
        store.createContainer(BUCKET);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ID, SECRET)
                .build();
        proxy.start();
        return new S3Server(store, proxy);
    }

    Map<String, String> environment() {
        return environment(SECRET);
    }

    Map<String, String> environment(String secret) {
        return Map.of("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + proxy.getPort(), "AWS_ACCESS_KEY_ID", ID,
                "AWS_SECRET_ACCESS_KEY", secret);
    }

    void stop() throws Exception {
        proxy.stop();
        store.close();
    }
}
