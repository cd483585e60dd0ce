package io.dreamcacher.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class S3FailureTest {
    private static final S3Address ADDRESS = S3Address.parse("s3://dreams/memory");

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange exchange, int request) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private S3Bucket bucket(Answer answer) {
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                answer.to(exchange, requests.incrementAndGet());
            }
        });
        return S3Clients.bucket(ADDRESS, Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:" + server.getAddress().getPort(),
                "AWS_ACCESS_KEY_ID", "id", "AWS_SECRET_ACCESS_KEY", "very-secret"), Duration.ofMillis(500));
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(code)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied, AWS_SECRET_ACCESS_KEY", "403, RequestTimeTooSkewed, set this machine's clock",
            "404, NoSuchBucket, There must be a bucket dreams", "400, InvalidRequest, refuses it"})
    void call_refused_isASentenceAndNoSecret(int status, String code, String sentence) {
        try (S3Bucket bucket = bucket((exchange, request) -> error(exchange, status, code))) {
            DreamCacherException told = catchThrowableOfType(DreamCacherException.class,
                    () -> bucket.list("images/", ""));

            assertThat(told).hasMessageContaining(sentence);
            assertThat(told.category()).isEqualTo(FailureCategory.BAD_DATA);
            assertThat(told.getMessage()).doesNotContain("very-secret");
        }
    }

    @Test
    void call_twiceAway_isTriedAgain() {
        try (S3Bucket bucket = bucket((exchange, request) -> {
            if (request < 3) {
                error(exchange, 503, "SlowDown");
            } else {
                exchange.sendResponseHeaders(200, -1);
            }
        })) {
            bucket.put("a", "text");

            assertThat(requests).hasValue(3);
        }
    }

    @Test
    void call_answeredTooSlowly_isBusyWithinItsPatience() {
        try (S3Bucket bucket = bucket((exchange, request) -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })) {
            assertThatThrownBy(() -> bucket.put("a", "text")).isInstanceOfSatisfying(DreamCacherException.class, e -> {
                assertThat(e.category()).isEqualTo(FailureCategory.BUSY);
                assertThat(e.retryAfter()).isPresent();
            });
        }
    }

    @Test
    void call_afterManyFailures_isRefusedAtOnceWithoutAsking() {
        try (S3Bucket bucket = bucket((exchange, request) -> error(exchange, 500, "InternalError"))) {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> bucket.put("a", "text")).isInstanceOf(DreamCacherException.class);
            }
            int before = requests.get();

            assertThatThrownBy(() -> bucket.put("a", "text")).hasMessageContaining("in a row");
            assertThat(requests).hasValue(before);
        }
    }

    @Test
    void open_missingBucketOrWrongSecret_isASentence() throws Exception {
        S3Server real = S3Server.start();
        try {
            assertThatThrownBy(() -> S3ImageStore.open(S3Address.parse("s3://not-there/x"), real.environment(),
                    InstantSource.system())).hasMessageContaining("There must be a bucket not-there");
            assertThatThrownBy(() -> S3ImageStore.open(ADDRESS, real.environment("wrong"), InstantSource.system()))
                    .hasMessageContaining("check AWS_ACCESS_KEY_ID");
        } finally {
            real.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:///a", "s3://UPPER", "s3://a", "http://a/b", "s3://bucket?x",
            "s3://bucket/a?b"})
    void parse_noAddress_isRefused(String text) {
        assertThatThrownBy(() -> S3Address.parse(text)).isInstanceOf(DreamCacherException.class)
                .hasMessageContaining("s3://bucket/prefix");
    }

    @ParameterizedTest
    @CsvSource({"s3://dreams, ''", "s3://dreams/, ''", "s3://dreams/a/b/, a/b/", "s3://dreams/a, a/"})
    void parse_address_hasBucketAndPrefix(String text, String prefix) {
        assertThat(S3Address.parse(text)).isEqualTo(new S3Address("dreams", prefix));
    }
}
