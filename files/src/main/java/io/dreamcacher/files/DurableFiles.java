package io.dreamcacher.files;

import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Set;

/**
 * Writing that survives a power cut. A file is durable once its bytes are synced and, when its name is new, the folder is
 * too (fsync(2)).
 */
public final class DurableFiles {
    private static final boolean FOLDERS_CAN_SYNC = !System.getProperty("os.name", "").startsWith("Windows");

    private DurableFiles() {}

    /** Writes a file that is not there yet and syncs it; its name is durable after {@link #syncFolder}. */
    public static void writeNew(Path file, byte[] bytes, FileAttribute<?>... attributes) throws IOException {
        try (FileChannel channel = FileChannel.open(file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /**
     * Writes an image file that is not there yet piece by piece and syncs it; its name is durable after
     * {@link #syncFolder}.
     *
     * @return what was written
     * @throws java.io.UncheckedIOException when it cannot be read
     */
    static ImageDigest writeNew(Path file, MediaType type, InputStream bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            ImageDigest digest = ImageDigest.copy(type, bytes, Channels.newOutputStream(channel));
            channel.force(true);
            return digest;
        }
    }

    /** Makes the names in a folder durable; on Windows, where a rename is journalled, nothing to do. */
    public static void syncFolder(Path folder) throws IOException {
        if (FOLDERS_CAN_SYNC) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Makes a folder and those above it, as far as they are missing, with durable names. */
    public static void createFolders(Path folder) throws IOException {
        Path parent = folder.toAbsolutePath().getParent();
        if (parent == null || Files.isDirectory(folder)) {
            return;
        }
        createFolders(parent);
        Files.createDirectories(folder);
        syncFolder(parent);
    }
}
