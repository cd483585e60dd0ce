package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.AtomicFile;
import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.ToIntFunction;

/**
 * The rows of a {@code .npy} file as bytes. It holds one block of them, about a mebibyte: rows in order are read once, any
 * other row costs a block. Not thread-safe; close it.
 */
final class NpyRows implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 20;

    private final NpyHeader header;
    private final FileChannel channel;
    private final int rowBytes;
    private final ByteBuffer block;
    private long blockBegin;
    private int blockRows;

    private NpyRows(NpyHeader header, FileChannel channel, int rowBytes) {
        this.header = header;
        this.channel = channel;
        this.rowBytes = rowBytes;
        this.block = ByteBuffer.allocate(Math.max(1, BLOCK_BYTES / rowBytes) * rowBytes)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Opens a file and holds its header against its length.
     *
     * @param rowBytes how many bytes a row of that header has; refuses what it cannot take
     */
    static NpyRows open(Path file, ToIntFunction<NpyHeader> rowBytes) {
        try {
            FileChannel channel = FileChannel.open(file);
            try {
                NpyHeader header = NpyHeader.read(file, channel);
                int bytes = rowBytes.applyAsInt(header);
                header.requireLength(channel, bytes);
                return new NpyRows(header, channel, bytes);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw AtomicFile.unreadable(file, e);
        }
    }

    NpyHeader header() {
        return header;
    }

    long count() {
        return header.shape().getFirst();
    }

    /** The bytes of a row, from the buffer's position to its limit; good until the next call. */
    ByteBuffer row(long index) {
        if (index < blockBegin || index >= blockBegin + blockRows) {
            load(index);
        }
        int begin = (int) (index - blockBegin) * rowBytes;
        return block.limit(begin + rowBytes).position(begin);
    }

    private void load(long begin) {
        int rows = (int) Math.min(block.capacity() / rowBytes, count() - begin);
        long position = header.offset() + begin * rowBytes;
        block.clear().limit(rows * rowBytes);
        try {
            while (block.hasRemaining()) {
                if (channel.read(block, position + block.position()) < 0) {
                    throw DreamCacherException.badRequest(
                            "%s must stay as it is while it is read, but it became shorter; copy it again."
                                    .formatted(header.file()));
                }
            }
        } catch (IOException e) {
            throw AtomicFile.unreadable(header.file(), e);
        }
        blockBegin = begin;
        blockRows = rows;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFile.unreadable(header.file(), e);
        }
    }
}
