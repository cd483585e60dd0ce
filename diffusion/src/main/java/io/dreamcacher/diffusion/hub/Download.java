package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/**
 * Brings files of one commit into the cache. A download that breaks goes on where it stopped, in this process or a later
 * one; a file gets its name in the cache only after its hash proved right.
 */
final class Download {
    private static final int BUFFER_BYTES = 1 << 18;

    private final HubClient client;
    private final HubSettings settings;
    private final Sleeper sleeper;
    private final HubName name;
    private final String commit;
    private final RepositoryCache cache;

    Download(HubClient client, HubSettings settings, Sleeper sleeper, HubName name, String commit) {
        this.client = client;
        this.settings = settings;
        this.sleeper = sleeper;
        this.name = name;
        this.commit = commit;
        this.cache = new RepositoryCache(settings, name.repository());
    }

    /** Bytes of a file that are not here yet. */
    long missing(RemoteFile file) {
        try {
            if (cache.has(commit, file) || Files.exists(cache.blob(file.blob()))) {
                return 0;
            }
            Path partial = cache.partial(file.blob());
            return file.size() - (Files.exists(partial) ? Math.min(Files.size(partial), file.size()) : 0);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Makes sure that a small file is in the snapshot. */
    void fetch(RemoteFile file) {
        fetch(file, length -> {});
    }

    /**
     * Makes sure that a file is in the snapshot.
     *
     * @param length told how many bytes of the file are here, now and then
     */
    @SuppressWarnings("try") // the lock is held, not used
    void fetch(RemoteFile file, LongConsumer length) {
        if (cache.has(commit, file)) {
            return;
        }
        try (BlobLock held = BlobLock.acquire(cache.lock(file.blob()), cache.partial(file.blob()), sleeper)) {
            boolean isNew = !Files.exists(cache.blob(file.blob()));
            if (isNew && !cache.has(commit, file)) {
                make(file, length);
            }
            cache.place(commit, file, isNew);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void make(RemoteFile file, LongConsumer length) throws IOException {
        try (PartialBlob partial = PartialBlob.open(cache.partial(file.blob()), file)) {
            boolean resumed = partial.length() > 0;
            complete(file, partial, length);
            boolean right = partial.isRight();
            if (!right && resumed) { // what was found may have been the wrong part
                partial.restart();
                complete(file, partial, length);
                right = partial.isRight();
            }
            if (!right) {
                partial.discard();
                throw new DreamCacherException(FailureCategory.BAD_MODEL,
                        "The content of %s in %s must hash to %s, as %s says; what came does not, and was thrown away. Run the same again; if it stays so, something on the way changes files."
                                .formatted(file.path(), name, file.blob(), settings.host()));
            }
            partial.moveTo(cache.blob(file.blob()));
        }
    }

    private void complete(RemoteFile file, PartialBlob partial, LongConsumer length) {
        if (partial.missing() == 0) {
            return;
        }
        client.retries().run(new Retries.Attempt<Boolean>() {
            @Override
            public Boolean run() throws IOException, InterruptedException {
                receive(file, partial, length);
                return true;
            }

            @Override
            public long progress() {
                return partial.length() / leastBytes();
            }
        });
    }

    /** What must come within the timeout: 1 kB a second. A download may take long, but it must get somewhere. */
    private long leastBytes() {
        return settings.timeout().toMillis();
    }

    private void receive(RemoteFile file, PartialBlob partial, LongConsumer length)
            throws IOException, InterruptedException {
        try (HubAnswer answer = client.open(name, commit, file, partial.length())) {
            requireSameBlob(file, answer);
            if (partial.length() > 0 && !continues(answer, partial.length())) {
                write(partial::restart);
                if (answer.status() != 200) {
                    throw new IOException("the server does not go on from where it was asked to");
                }
            }
            requireNotLonger(file, answer, partial);
            try (InputStream in = SteadyBody.of(answer.body(), settings.timeout(), leastBytes())) {
                copy(file, in, partial, length);
            }
        }
        if (partial.missing() > 0) {
            throw new IOException(
                    "the connection ended after %,d of %,d bytes".formatted(partial.length(), file.size()));
        }
    }

    /** Whether an answer goes on after the bytes that are here; a server may send the whole file instead. */
    private static boolean continues(HubAnswer answer, long length) {
        return answer.status() == 206 && answer.header("Content-Range").startsWith("bytes " + length + "-");
    }

    private void requireSameBlob(RemoteFile file, HubAnswer answer) {
        if (answer.blob().filter(blob -> !blob.equals(file.blob())).isPresent()) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must send %s of %s with the hash it lists, %s; it announces %s. Run the same again."
                            .formatted(settings.host(), file.path(), name, file.blob(), answer.blob().get()));
        }
    }

    private void copy(RemoteFile file, InputStream in, PartialBlob partial, LongConsumer length) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (partial.missing() > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, partial.missing()));
            if (read < 0 || Thread.currentThread().isInterrupted()) {
                return;
            }
            write(() -> partial.append(buffer, read));
            length.accept(partial.length());
        }
        if (in.read() >= 0) {
            throw tooLong(file, partial);
        }
    }

    private void requireNotLonger(RemoteFile file, HubAnswer answer, PartialBlob partial) {
        if (answer.length().orElse(0) > partial.missing()) {
            throw tooLong(file, partial);
        }
    }

    private DreamCacherException tooLong(RemoteFile file, PartialBlob partial) {
        write(partial::discard);
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s of %s must have %,d bytes; %s sends more. What came was thrown away; run the same again."
                        .formatted(file.path(), name, file.size(), settings.host()));
    }

    private interface Writing {
        void run() throws IOException;
    }

    /** A disk that fails must not be taken for a connection that does. */
    private void write(Writing writing) {
        try {
            writing.run();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    DreamCacherException unwritable(IOException e) {
        return new DreamCacherException(FailureCategory.EXHAUSTED,
                "The hub cache %s must be writable and have room; writing failed: %s. Make room there, or name another folder in HF_HUB_CACHE."
                        .formatted(settings.cache(), e),
                e);
    }
}
