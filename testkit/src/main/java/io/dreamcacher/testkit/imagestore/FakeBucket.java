package io.dreamcacher.testkit.imagestore;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What an object store gives: whole objects by name, deleting many at once, and listing by prefix, in order of names and a
 * few at a time. No renaming, no conditions. Thread-safe.
 */
public final class FakeBucket {
    private static final int PAGE = 7;

    private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong written = new AtomicLong();

    /** An empty bucket. */
    public FakeBucket() {}

    /**
     * An object.
     *
     * @param bytes its content
     * @param type what it was said to be
     * @param sha256 of its content
     * @param entityTag another one for each write
     */
    @SuppressWarnings("ArrayRecordComponent") // copied by whoever makes one
    record Stored(byte[] bytes, Optional<MediaType> type, String sha256, String entityTag) {}

    /** An object that is sent in parts and is there, whole, once it is completed. */
    final class Upload extends OutputStream {
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private final String name;
        private final Optional<MediaType> type;

        private Upload(String name, Optional<MediaType> type) {
            this.name = name;
            this.type = type;
        }

        @Override
        public void write(int part) {
            parts.write(part);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            parts.write(bytes, offset, length);
        }

        void complete() {
            put(name, parts.toByteArray(), type);
        }
    }

    Upload upload(String name, Optional<MediaType> type) {
        return new Upload(name, type);
    }

    void put(String name, byte[] bytes, Optional<MediaType> type) {
        byte[] copy = bytes.clone();
        objects.put(name, new Stored(copy, type, new ImageFile(copy, MediaType.PNG).sha256(),
                Long.toString(written.incrementAndGet())));
    }

    Optional<Stored> get(String name) {
        return Optional.ofNullable(objects.get(name))
                .map(stored -> new Stored(stored.bytes.clone(), stored.type, stored.sha256, stored.entityTag));
    }

    void delete(Collection<String> names) {
        names.forEach(objects::remove);
    }

    /** The next names with a prefix after one; none at the end. */
    List<String> list(String prefix, String after) {
        String from = after.compareTo(prefix) > 0 ? after : prefix;
        return objects.tailMap(from, false)
                .keySet()
                .stream()
                .takeWhile(name -> name.startsWith(prefix))
                .limit(PAGE)
                .toList();
    }

    /** What follows a prefix up to the next slash, as a listing with a delimiter gives it. */
    Set<String> folders(String prefix) {
        TreeSet<String> folders = new TreeSet<>();
        String from = prefix;
        while (true) {
            String next = objects.higherKey(from);
            if (next == null || !next.startsWith(prefix)) {
                return folders;
            }
            String folder = next.substring(prefix.length(), next.indexOf('/', prefix.length()));
            folders.add(folder);
            from = prefix + folder + "/\uffff";
        }
    }
}
