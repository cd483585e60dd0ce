package io.dreamcacher.collections.download;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What became of the links of one shard so far, a line each: position in the shard, tab, status, tab, and for a failure its message
 * as JSON. A line is written behind the files it tells of. Not thread-safe.
 */
final class ShardJournal implements Closeable {
    private static final Pattern LINE = Pattern.compile("(\\d{1,6})\t([a-z_]+)\t(\".*\")?");

    private final FileChannel channel;

    private ShardJournal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens a journal, new or not.
     *
     * @param successes is given the positions of pictures; a line that a crash cut short, and what stands behind it, is taken out
     * @param failures is given what came to nothing
     */
    static ShardJournal open(Path file, Set<Integer> successes, Map<Integer, LinkResult.Failure> failures)
            throws IOException {
        long end = 0;
        if (Files.exists(file)) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            for (int at = 0, next; (next = text.indexOf('\n', at)) >= 0; at = next + 1) {
                if (!read(text.substring(at, next), successes, failures)) {
                    break;
                }
                end = next + 1L;
            }
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.truncate(end).position(end);
        return new ShardJournal(channel);
    }

    private static boolean read(String line, Set<Integer> successes,
            Map<Integer, LinkResult.Failure> failures) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            return false;
        }
        int position = Integer.parseInt(parts.group(1));
        if (parts.group(3) == null) {
            successes.add(position);
            failures.remove(position);
        } else {
            successes.remove(position);
            failures.put(position, new LinkResult.Failure(parts.group(2), Sidecar.text(parts.group(3))));
        }
        return true;
    }

    void add(int position, LinkResult result) throws IOException {
        String message = result instanceof LinkResult.Failure failure ? Sidecar.json(failure.message()) : "";
        write(line(position, result.status(), message));
    }

    private static String line(int position, String status, String message) {
        return position + "\t" + status + "\t" + message + "\n";
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** The text of a journal in which some positions were stored, and no other is known. */
    static String ofSuccesses(Iterable<Integer> positions) {
        StringBuilder text = new StringBuilder();
        positions.forEach(position -> text.append(line(position, LinkResult.Success.STATUS, "")));
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
