package io.dreamcacher.collections.download;

import io.dreamcacher.files.DurableFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Links that follow each other, and one folder for their pictures. Written so that a process may be killed at any moment: what
 * the journal does not know is removed and made again, and what is whole never changes. Thread-safe.
 */
final class Shard {
    /** Enough for the file system to write many at a time. */
    private static final int SYNCING_THREADS = 16;

    private final DownloadFolder folder;
    private final int number;
    private final Phase.Watch watch;
    private final ReentrantLock lock = new ReentrantLock();
    /** The system makes one file at a time in a folder, and who waits for that inside of it keeps a processor busy. */
    private final ReentrantLock writing = new ReentrantLock();
    private final Set<Integer> successes = new TreeSet<>();
    private final Map<Integer, LinkResult.Failure> failures = new TreeMap<>();
    private final Map<Integer, Link> failed = new TreeMap<>();
    private final ShardJournal journal;

    private Shard(DownloadFolder folder, int number, Phase.Watch watch) throws IOException {
        this.folder = folder;
        this.number = number;
        this.watch = watch;
        this.journal = ShardJournal.open(folder.journal(number), successes, failures);
    }

    /** Whether a shard is whole. A journal beside the statistics was left by a crash and is removed. */
    static boolean isWhole(DownloadFolder folder, int number) throws IOException {
        if (!Files.exists(folder.statistics(number))) {
            return false;
        }
        Files.deleteIfExists(folder.journal(number));
        return true;
    }

    /** Positions of a whole shard that came to nothing. */
    static Set<Integer> failures(DownloadFolder folder, int number) throws IOException {
        Set<Integer> positions = new TreeSet<>();
        try {
            for (String line : Files.readAllLines(folder.failures(number), StandardCharsets.US_ASCII)) {
                positions.add(folder.position(number, Sidecar.key(line)));
            }
        } catch (NoSuchFileException e) {
            return positions; // all went well
        }
        return positions;
    }

    /** Makes a whole shard one that is not, of whose links only some are known: the others will be tried again. */
    static void reopen(DownloadFolder folder, int number, Iterable<Integer> known, Phase.Watch watch)
            throws IOException {
        DownloadFolder.replace(folder.journal(number), ShardJournal.ofSuccesses(known));
        watch.reached(Phase.REOPENING);
        Files.delete(folder.statistics(number));
        DurableFiles.syncFolder(folder.statistics(number).resolveSibling(""));
        watch.reached(Phase.REOPENED);
    }

    /** A shard that is not whole. */
    static Shard open(DownloadFolder folder, int number, Phase.Watch watch) throws IOException {
        Shard shard = new Shard(folder, number, watch);
        Files.createDirectories(folder.pictures(number));
        shard.removeUnknown();
        return shard;
    }

    /** What came to nothing is to be tried again. */
    void forgetFailures() {
        lock.lock();
        try {
            failures.clear();
        } finally {
            lock.unlock();
        }
    }

    private void removeUnknown() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.pictures(number))) {
            for (Path file : files) {
                int position = folder.position(number, file.getFileName().toString());
                if (position >= 0 && !successes.contains(position)) {
                    Files.delete(file);
                }
            }
        }
    }

    /** What is known of a link, so that it need not be tried. */
    Known known(int position, Link link) {
        lock.lock();
        try {
            if (failures.containsKey(position)) {
                failed.put(position, link);
                return Known.FAILURE;
            }
            return successes.contains(position) ? Known.SUCCESS : Known.NOTHING;
        } finally {
            lock.unlock();
        }
    }

    /** What is known of a link. */
    enum Known {
        /** That there is a picture. */
        SUCCESS,
        /** That there is none. */
        FAILURE,
        /** It was not tried. */
        NOTHING
    }

    /** Stores what became of a link. */
    void store(int position, Link link, LinkResult result) throws IOException {
        if (result instanceof LinkResult.Success success) {
            String key = folder.key(number, position);
            byte[] sidecar = Sidecar.of(link, key, success);
            writing.lock();
            try {
                write(link, key, success, sidecar);
            } finally {
                writing.unlock();
            }
        }
        lock.lock();
        try {
            journal.add(position, result);
            if (result instanceof LinkResult.Failure failure) {
                failures.put(position, failure);
                failed.put(position, link);
            } else {
                successes.add(position);
            }
        } finally {
            lock.unlock();
        }
        watch.reached(Phase.JOURNALLED);
    }

    private void write(Link link, String key, LinkResult.Success success, byte[] sidecar) throws IOException {
        Path pictures = folder.pictures(number);
        Files.write(pictures.resolve(key + "." + success.file().type().fileEnding()), success.file().bytes());
        watch.reached(Phase.PICTURE);
        if (link.caption().isPresent()) {
            Files.writeString(pictures.resolve(key + ".txt"), link.caption().get());
        }
        Files.write(pictures.resolve(key + ".json"), sidecar);
        watch.reached(Phase.SIDECAR);
    }

    /** Makes the shard whole: all its links are known. */
    void finish() throws IOException, InterruptedException {
        journal.close();
        syncAll();
        watch.reached(Phase.SYNCED);
        if (failures.isEmpty()) {
            Files.deleteIfExists(folder.failures(number));
        } else {
            DownloadFolder.replace(folder.failures(number), failureLines());
        }
        watch.reached(Phase.FAILURES);
        DownloadFolder.replace(folder.statistics(number), statistics());
        watch.reached(Phase.STATISTICS);
        Files.deleteIfExists(folder.journal(number));
        watch.reached(Phase.FINISHED);
    }

    /** Each file by itself, many at once; then the names. */
    private void syncAll() throws IOException, InterruptedException {
        Path pictures = folder.pictures(number);
        List<Callable<Boolean>> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(pictures)) {
            all.forEach(file -> files.add(() -> sync(file)));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(SYNCING_THREADS)) {
            for (Future<Boolean> synced : threads.invokeAll(files)) {
                synced.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
        DurableFiles.syncFolder(pictures);
        DurableFiles.syncFolder(pictures.resolveSibling(""));
    }

    private static boolean sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
            return true;
        }
    }

    private String failureLines() {
        StringBuilder lines = new StringBuilder();
        failed.forEach((position, link) -> lines
                .append(Sidecar.of(link, folder.key(number, position),
                        Objects.requireNonNull(failures.get(position))))
                .append('\n'));
        return lines.toString();
    }

    private String statistics() {
        Map<String, Long> messages = new TreeMap<>();
        failures.values().forEach(failure -> messages.merge(failure.message(), 1L, Long::sum));
        if (!successes.isEmpty()) {
            messages.put(LinkResult.Success.STATUS, (long) successes.size());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("count", successes.size() + failures.size());
        fields.put("successes", successes.size());
        fields.put(LinkResult.Failure.DOWNLOAD, failures(LinkResult.Failure.DOWNLOAD));
        fields.put(LinkResult.Failure.RESIZE, failures(LinkResult.Failure.RESIZE));
        fields.put("status_dict", messages);
        return Sidecar.indented(fields);
    }

    private long failures(String status) {
        return failures.values().stream().filter(failure -> failure.status().equals(status)).count();
    }
}
