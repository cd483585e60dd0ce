package io.dreamcacher.s3;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.Failsafe;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Objects below a prefix of a bucket. After several failures in a row nothing is asked for a while, and callers are told so at once.
 * Thread-safe; owns client and presigner.
 */
final class S3Bucket implements AutoCloseable {
    /** What one call may delete, and what one listing gives. */
    private static final int MOST = 1000;
    private static final int FAILURES = 5;
    private static final Duration REST = Duration.ofSeconds(10);
    private static final Duration LINK = Duration.ofHours(1);

    private final S3Address address;
    private final S3Client client;
    private final S3Presigner presigner;
    private final CircuitBreaker<Object> breaker;

    S3Bucket(S3Address address, S3Client client, S3Presigner presigner) {
        this.address = address;
        this.client = client;
        this.presigner = presigner;
        this.breaker = CircuitBreaker.builder()
                .handleIf(failure -> failure instanceof DreamCacherException told
                        && told.category() == FailureCategory.BUSY)
                .withFailureThreshold(FAILURES)
                .withDelay(REST)
                .build();
    }

    /** @throws DreamCacherException saying what is wrong, where the bucket cannot be used */
    void check() {
        call(() -> client.headBucket(bucket -> bucket.bucket(address.bucket())));
    }

    private String key(String name) {
        return address.prefix() + name;
    }

    void put(String name, Path file, String type, Map<String, String> metadata) {
        call(() -> client.putObject(put -> put.bucket(address.bucket())
                .key(key(name))
                .contentType(type)
                .cacheControl("public, max-age=31536000, immutable")
                .metadata(metadata), file));
    }

    void put(String name, String text) {
        call(() -> client.putObject(put -> put.bucket(address.bucket()).key(key(name)).contentType("text/plain"),
                RequestBody.fromString(text)));
    }

    Optional<String> text(String name) {
        return found(() -> client.getObjectAsBytes(get -> get.bucket(address.bucket()).key(key(name))).asUtf8String());
    }

    /** The content as a stream, which the caller closes. */
    Optional<S3Content> open(String name) {
        return found(() -> client.getObject(get -> get.bucket(address.bucket()).key(key(name))))
                .map(found -> new S3Content(found, found.response().contentType()));
    }

    /** An object's content and what it was said to be. */
    record S3Content(InputStream bytes, String type) {}

    Optional<HeadObjectResponse> head(String name) {
        return found(() -> client.headObject(head -> head.bucket(address.bucket()).key(key(name))));
    }

    void copy(String from, String to) {
        call(() -> client.copyObject(copy -> copy.sourceBucket(address.bucket())
                .sourceKey(key(from))
                .destinationBucket(address.bucket())
                .destinationKey(key(to))));
    }

    void delete(List<String> names) {
        for (int from = 0; from < names.size(); from += MOST) {
            List<ObjectIdentifier> some = names.subList(from, Math.min(names.size(), from + MOST))
                    .stream()
                    .map(name -> ObjectIdentifier.builder().key(key(name)).build())
                    .toList();
            DeleteObjectsResponse answer = call(() -> client.deleteObjects(delete -> delete.bucket(address.bucket())
                    .delete(Delete.builder().objects(some).quiet(true).build())));
            answer.errors()
                    .stream()
                    .filter(error -> !"NoSuchKey".equals(error.code()))
                    .findFirst()
                    .ifPresent(error -> {
                        throw new DreamCacherException(FailureCategory.BAD_DATA,
                                "%s must let objects be deleted, but refuses it (%s); check what the credentials may do."
                                        .formatted(address, error.code()));
                    });
        }
    }

    /** The next names with a prefix after one, in order of their bytes; none at the end. */
    List<String> list(String prefix, String after) {
        return call(() -> client.listObjectsV2(list -> list.bucket(address.bucket())
                .prefix(key(prefix))
                .startAfter(after.isEmpty() ? key(prefix) : key(after))
                .maxKeys(MOST))).contents().stream().map(S3Object::key).map(this::name).toList();
    }

    private String name(String key) {
        return key.substring(address.prefix().length());
    }

    /** What follows a prefix up to the next slash. */
    List<String> folders(String prefix) {
        List<String> folders = new ArrayList<>();
        String token = "";
        do {
            String from = token;
            ListObjectsV2Response page = call(() -> client.listObjectsV2(list -> {
                list.bucket(address.bucket()).prefix(key(prefix)).delimiter("/");
                if (!from.isEmpty()) {
                    list.continuationToken(from);
                }
            }));
            page.commonPrefixes()
                    .stream()
                    .map(CommonPrefix::prefix)
                    .map(this::name)
                    .map(folder -> folder.substring(prefix.length(), folder.length() - 1))
                    .forEach(folders::add);
            token = Optional.ofNullable(page.nextContinuationToken()).orElse("");
        } while (!token.isEmpty());
        return folders;
    }

    /** Where an object is read without credentials for an hour. */
    URI link(String name) {
        return URI.create(presigner.presignGetObject(link -> link.signatureDuration(LINK)
                .getObjectRequest(get -> get.bucket(address.bucket()).key(key(name)))).url().toString());
    }

    private <T> Optional<T> found(Supplier<T> asked) {
        try {
            return Optional.of(call(asked));
        } catch (MissingObject e) {
            return Optional.empty();
        }
    }

    private <T> T call(Supplier<T> asked) {
        try {
            return Failsafe.with(breaker).get(() -> told(asked));
        } catch (CircuitBreakerOpenException e) {
            throw S3Failure.away(address, "it failed %d times in a row".formatted(FAILURES), e);
        }
    }

    private <T> T told(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (NoSuchKeyException e) {
            throw new MissingObject(e);
        } catch (SdkException e) {
            throw S3Failure.of(address, e);
        }
    }

    /** No failure of the bucket. */
    private static final class MissingObject extends RuntimeException {
        private static final long serialVersionUID = 1;

        MissingObject(NoSuchKeyException cause) {
            super(cause);
        }
    }

    @Override
    public void close() {
        client.close();
        presigner.close();
    }
}
