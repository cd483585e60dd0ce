package io.dreamcacher.testkit.imagestore;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.testkit.imagestore.FakeBucket.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Images as objects of a bucket that ends with the process, as on S3 or Google Cloud Storage: {@code images/KEY}, beside it
 * while it is pending {@code pending/KEY} with the end of its lease, and {@code set-aside/KEY}. The marker is written before
 * the image and removed after it is decided, so that no crash leaves an image without either. Thread-safe.
 */
public final class ObjectImageStore implements ImageStore {
    private static final String IMAGES = "images/";
    private static final String PENDING = "pending/";
    private static final String SET_ASIDE = "set-aside/";

    private final FakeBucket bucket;
    private final InstantSource clock;

    /** An empty store. */
    public ObjectImageStore() {
        this(new FakeBucket(), InstantSource.system());
    }

    /** One of several processes' stores over a bucket. */
    public ObjectImageStore(FakeBucket bucket, InstantSource clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    @Override
    public ImageDigest put(ImageKey key, MediaType type, InputStream bytes, Duration lease) {
        FakeBucket.Upload upload = bucket.upload(IMAGES + key, Optional.of(type));
        ImageDigest digest;
        try {
            digest = ImageDigest.copy(type, bytes, upload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mark(key, lease);
        upload.complete();
        return digest;
    }

    private void mark(ImageKey key, Duration lease) {
        byte[] until = clock.instant().plus(lease).toString().getBytes(StandardCharsets.US_ASCII);
        bucket.put(PENDING + key, until, Optional.empty());
    }

    @Override
    public boolean renew(ImageKey key, Duration lease) {
        if (bucket.get(PENDING + key).isEmpty()) {
            return false;
        }
        mark(key, lease);
        return true;
    }

    @Override
    public boolean commit(ImageKey key) {
        boolean there = bucket.get(IMAGES + key).isPresent();
        bucket.delete(List.of(PENDING + key));
        return there;
    }

    @Override
    public List<Pending> pending() {
        List<Pending> pending = new ArrayList<>();
        for (String name : all(PENDING)) {
            bucket.get(name)
                    .ifPresent(marker -> pending.add(new Pending(key(PENDING, name),
                            Instant.parse(new String(marker.bytes(), StandardCharsets.US_ASCII)))));
        }
        return pending;
    }

    @Override
    public Optional<ImageFile> get(ImageKey key) {
        return bucket.get(IMAGES + key).map(stored -> new ImageFile(stored.bytes(), stored.type().orElseThrow()));
    }

    @Override
    public Optional<InputStream> open(ImageKey key) {
        return bucket.get(IMAGES + key).map(stored -> new ByteArrayInputStream(stored.bytes()));
    }

    @Override
    public Optional<Stat> stat(ImageKey key) {
        return bucket.get(IMAGES + key).map(ObjectImageStore::stat);
    }

    private static Stat stat(Stored stored) {
        return new Stat(
                new ImageDigest(stored.type().orElseThrow(), stored.bytes().length, Optional.of(stored.sha256())),
                stored.entityTag());
    }

    @Override
    public Optional<URI> locate(ImageKey key) {
        return stat(key).map(stat -> URI.create("https://bucket.example/%s%s?signature=fake".formatted(IMAGES, key)));
    }

    @Override
    public void delete(Collection<ImageKey> keys) {
        bucket.delete(keys.stream().map(key -> IMAGES + key).toList());
        bucket.delete(keys.stream().map(key -> PENDING + key).toList());
    }

    /** There is no renaming: a copy, and then the original is deleted. */
    @Override
    public void setAside(ImageKey key) {
        bucket.get(IMAGES + key).ifPresent(stored -> bucket.put(SET_ASIDE + key, stored.bytes(), stored.type()));
        delete(List.of(key));
    }

    @Override
    public List<ImageKey> page(Optional<ImageKey> after, int limit) {
        Set<ImageKey> pending = pending().stream().map(Pending::key).collect(Collectors.toSet());
        List<ImageKey> page = new ArrayList<>();
        String from = after.map(key -> IMAGES + key).orElse("");
        List<String> names = bucket.list(IMAGES, from);
        while (!names.isEmpty() && page.size() < limit) {
            for (String name : names) {
                ImageKey key = key(IMAGES, name);
                if (page.size() < limit && !pending.contains(key)) {
                    page.add(key);
                }
            }
            names = bucket.list(IMAGES, names.getLast());
        }
        return page;
    }

    @Override
    public List<ImageKey> keysOf(GenerationId id) {
        return bucket.folders(IMAGES)
                .stream()
                .map(scope -> new ImageKey(new Scope(scope), id))
                .filter(key -> stat(key).isPresent())
                .toList();
    }

    /** The images taken out of the store, as a copy. */
    public Set<GenerationId> idsSetAside() {
        return all(SET_ASIDE).stream().map(name -> key(SET_ASIDE, name).id()).collect(Collectors.toSet());
    }

    private List<String> all(String prefix) {
        List<String> all = new ArrayList<>();
        List<String> names = bucket.list(prefix, "");
        while (!names.isEmpty()) {
            all.addAll(names);
            names = bucket.list(prefix, names.getLast());
        }
        return all;
    }

    private static ImageKey key(String prefix, String name) {
        return ImageKey.of(name.substring(prefix.length())).orElseThrow();
    }
}
