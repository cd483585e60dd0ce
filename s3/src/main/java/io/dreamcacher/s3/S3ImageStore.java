package io.dreamcacher.s3;

import io.dreamcacher.access.Scope;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Images as objects of a bucket: {@code images/KEY} with its media type and SHA-256; beside it while it is pending {@code pending/KEY}
 * with the end of its lease; {@code set-aside/KEY}. The marker is written before the image and removed after it is decided, so that no crash leaves
 * an image without either. Nothing is conditional, which not every store can. Thread-safe; close it.
 *
 * <p>
 * Failures that may pass are {@code BUSY}, with a time to try again; what somebody has to mend is {@code BAD_DATA}.
 */
public final class S3ImageStore implements ImageStore, AutoCloseable {
    private static final String IMAGES = "images/";
    private static final String PENDING = "pending/";
    private static final String SET_ASIDE = "set-aside/";
    private static final String SHA256 = "sha256";
    private static final String WRITTEN = "written";

    private final S3Bucket bucket;
    private final InstantSource clock;

    S3ImageStore(S3Bucket bucket, InstantSource clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    /**
     * Opens a store with credentials, region and endpoint of the environment, as every AWS program reads them
     * ({@code AWS_ACCESS_KEY_ID}, {@code AWS_REGION}, {@code AWS_ENDPOINT_URL_S3}, profiles, instance roles).
     *
     * @param environment such as {@link System#getenv()}, or that and what a file of secrets adds
     * @throws DreamCacherException {@code BAD_DATA} where the bucket is missing or refused, {@code BUSY} where it does not answer
     */
    public static S3ImageStore open(S3Address address, Map<String, String> environment, InstantSource clock) {
        S3Bucket bucket = S3Clients.bucket(address, environment);
        try {
            bucket.check();
            return new S3ImageStore(bucket, clock);
        } catch (RuntimeException e) {
            bucket.close();
            throw e;
        }
    }

    /** What is sent has to be known as a whole first, its digest too, so it goes through a file. */
    @Override
    public ImageDigest put(ImageKey key, MediaType type, InputStream bytes, Duration lease) {
        try {
            Path spooled = Files.createTempFile("dreamcacher-", ".upload");
            try {
                ImageDigest digest;
                try (OutputStream out = Files.newOutputStream(spooled)) {
                    digest = ImageDigest.copy(type, bytes, out);
                }
                mark(key, lease);
                bucket.put(IMAGES + key, spooled, type.value(), Map.of(SHA256, digest.sha256().orElseThrow(), WRITTEN,
                        UUID.randomUUID().toString()));
                return digest;
            } finally {
                Files.deleteIfExists(spooled);
            }
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "Storing a picture needs room in the folder for temporary files, but writing there failed (%s)."
                            .formatted(e),
                    e);
        }
    }

    private void mark(ImageKey key, Duration lease) {
        bucket.put(PENDING + key, clock.instant().plus(lease).toString());
    }

    @Override
    public boolean renew(ImageKey key, Duration lease) {
        if (bucket.head(PENDING + key).isEmpty()) {
            return false;
        }
        mark(key, lease);
        return true;
    }

    @Override
    public boolean commit(ImageKey key) {
        boolean there = bucket.head(IMAGES + key).isPresent();
        bucket.delete(List.of(PENDING + key));
        return there;
    }

    @Override
    public List<Pending> pending() {
        List<Pending> pending = new ArrayList<>();
        List<String> names = bucket.list(PENDING, "");
        while (!names.isEmpty()) {
            for (String name : names) {
                Optional<ImageKey> key = key(PENDING, name);
                Optional<String> until = bucket.text(name);
                if (key.isPresent() && until.isPresent()) {
                    pending.add(new Pending(key.get(), Instant.parse(until.get())));
                }
            }
            names = bucket.list(PENDING, names.getLast());
        }
        return pending;
    }

    @Override
    public Optional<ImageFile> get(ImageKey key) {
        return bucket.open(IMAGES + key).map(content -> {
            try (InputStream bytes = content.bytes()) {
                return new ImageFile(bytes.readAllBytes(), type(content.type()));
            } catch (IOException e) {
                throw new DreamCacherException(FailureCategory.BUSY,
                        "A picture must come whole from its bucket, but came in part (%s); try again.".formatted(e), e);
            }
        });
    }

    private static MediaType type(String said) {
        return MediaType.of(said)
                .orElseThrow(() -> new DreamCacherException(FailureCategory.BAD_DATA,
                        "A picture in a bucket has a media type such as image/png, but one is \"%s\"; put it there again."
                                .formatted(said)));
    }

    @Override
    public Optional<InputStream> open(ImageKey key) {
        return bucket.open(IMAGES + key).map(S3Bucket.S3Content::bytes);
    }

    @Override
    public Optional<Stat> stat(ImageKey key) {
        return bucket.head(IMAGES + key).map(S3ImageStore::stat);
    }

    private static Stat stat(HeadObjectResponse head) {
        return new Stat(
                new ImageDigest(type(head.contentType()), head.contentLength(),
                        Optional.ofNullable(head.metadata().get(SHA256))),
                "%s %s".formatted(head.eTag(), head.metadata().getOrDefault(WRITTEN, "")));
    }

    @Override
    public Optional<URI> locate(ImageKey key) {
        return bucket.head(IMAGES + key).map(head -> bucket.link(IMAGES + key));
    }

    @Override
    public void delete(Collection<ImageKey> keys) {
        bucket.delete(keys.stream().map(key -> IMAGES + key).toList());
        bucket.delete(keys.stream().map(key -> PENDING + key).toList());
    }

    /** There is no renaming: a copy, and then the original is deleted. */
    @Override
    public void setAside(ImageKey key) {
        if (bucket.head(IMAGES + key).isPresent()) {
            bucket.copy(IMAGES + key, SET_ASIDE + key);
        }
        delete(List.of(key));
    }

    @Override
    public List<ImageKey> page(Optional<ImageKey> after, int limit) {
        Set<ImageKey> pending = pending().stream().map(Pending::key).collect(Collectors.toSet());
        List<ImageKey> page = new ArrayList<>();
        List<String> names = bucket.list(IMAGES, after.map(key -> IMAGES + key).orElse(""));
        while (!names.isEmpty() && page.size() < limit) {
            names.stream()
                    .flatMap(name -> key(IMAGES, name).stream())
                    .filter(key -> !pending.contains(key))
                    .limit(limit - page.size())
                    .forEach(page::add);
            names = bucket.list(IMAGES, names.getLast());
        }
        return page;
    }

    @Override
    public List<ImageKey> keysOf(GenerationId id) {
        return bucket.folders(IMAGES)
                .stream()
                .filter(Scope::isOne)
                .map(scope -> new ImageKey(new Scope(scope), id))
                .filter(key -> bucket.head(IMAGES + key).isPresent())
                .toList();
    }

    /** What others put into the bucket is no image of ours. */
    private static Optional<ImageKey> key(String prefix, String name) {
        return ImageKey.of(name.substring(prefix.length()));
    }

    @Override
    public void close() {
        bucket.close();
    }
}
