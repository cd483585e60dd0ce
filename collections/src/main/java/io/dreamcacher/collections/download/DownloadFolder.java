package io.dreamcacher.collections.download;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DurableFiles;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A folder of downloaded pictures, for this process alone while it is open:
 *
 * <ul>
 * <li>{@code 00000/000000000.jpg}, {@code .json}, {@code .txt}: pictures, shard by shard;
 * <li>{@code 00000_stats.json}: there once the shard is whole and on the disk;
 * <li>{@code 00000_failed.jsonl}: its links that came to nothing, if any did;
 * <li>{@code .download/plan.json}: of which list, and in which form, the pictures are;
 * <li>{@code .download/00000.journal}: of a shard that is not whole.
 * </ul>
 */
final class DownloadFolder implements Closeable {
    private final Path root;
    private final Path internal;
    private final int shardSize;
    private final FileChannel lock;

    private DownloadFolder(Path root, int shardSize, FileChannel lock) {
        this.root = root;
        this.internal = root.resolve(".download");
        this.shardSize = shardSize;
        this.lock = lock;
    }

    /**
     * Opens the folder of a plan, or makes it.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if it was begun with another plan, {@code BUSY} if another process
     *         downloads to it
     */
    static DownloadFolder open(DownloadPlan plan, Phase.Watch watch) throws IOException {
        Path internal = plan.target().resolve(".download");
        DurableFiles.createFolders(internal);
        FileChannel lock = FileChannel.open(internal.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        try {
            if (!locks(lock)) {
                throw new DreamCacherException(FailureCategory.BUSY,
                        "One process at a time downloads to a folder, but another one is at work in %s; wait until it is done, or end it."
                                .formatted(plan.target()));
            }
            DownloadFolder folder = new DownloadFolder(plan.target(), plan.limits().shard(), lock);
            folder.agree(plan, watch);
            return folder;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    @SuppressWarnings("resource") // the lock ends with its channel
    private static boolean locks(FileChannel channel) throws IOException {
        try {
            @Nullable
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another run of this process
        }
    }

    private void agree(DownloadPlan plan, Phase.Watch watch) throws IOException {
        Path file = internal.resolve("plan.json");
        String said = said(plan);
        if (!Files.exists(file)) {
            replace(file, said);
            watch.reached(Phase.PLANNED);
        } else if (!Files.readString(file, StandardCharsets.US_ASCII).equals(said)) {
            throw DreamCacherException.badRequest(
                    "A folder has the pictures of one list in one form, but %s was begun with another list, --resize, --size, --quality or --shard, or the list was changed since; give the same ones, or another folder with --to."
                            .formatted(root));
        }
    }

    private static String said(DownloadPlan plan) {
        ImageForm form = plan.form();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("links", plan.links().digest());
        fields.put("shard", plan.limits().shard());
        fields.put("resize", form.resize().name());
        if (form.resize() != ImageForm.Resize.NO) {
            fields.put("size", form.size());
            fields.put("quality", form.quality());
        }
        return Sidecar.indented(fields) + "\n";
    }

    /** Pictures of a shard. */
    Path pictures(int shard) {
        return root.resolve(name(shard));
    }

    Path statistics(int shard) {
        return root.resolve(name(shard) + "_stats.json");
    }

    Path failures(int shard) {
        return root.resolve(name(shard) + "_failed.jsonl");
    }

    Path journal(int shard) {
        return internal.resolve(name(shard) + ".journal");
    }

    private static String name(int shard) {
        return "%05d".formatted(shard);
    }

    /** The name of a picture, as img2dataset makes it of shard and position. */
    String key(int shard, int position) {
        int digits = digits();
        long number = (long) Math.pow(10, digits) * shard + position;
        return ("%0" + (5 + digits) + "d").formatted(number);
    }

    /** The position that a name says; below zero if it is none of this shard. */
    int position(int shard, String fileName) {
        int dot = fileName.indexOf('.');
        String key = dot < 0 ? fileName : fileName.substring(0, dot);
        int digits = digits();
        if (key.length() < digits || !key.matches("\\d{5,18}")) {
            return -1;
        }
        int position = digits == 0 ? 0 : Integer.parseInt(key.substring(key.length() - digits));
        return key(shard, position).equals(key) ? position : -1;
    }

    private int digits() {
        return (int) Math.ceil(Math.log10(shardSize));
    }

    /** Writes a file whole and durably, in place of one that may be there. */
    static void replace(Path file, String ascii) throws IOException {
        Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        DurableFiles.writeNew(temporary, ascii.getBytes(StandardCharsets.US_ASCII));
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.syncFolder(file.resolveSibling(""));
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
