package io.dreamcacher.cli.warm;

import io.dreamcacher.api.RequestPatch.MemoryPatch;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.zip.CRC32;

/**
 * Which prompts of a file are done, one line each: {@code ORDINAL TAB OUTCOME TAB ID}. A line is written after its answer
 * was acknowledged, so whatever kills the process, what stands here is in the memory. A file that was changed, or other
 * flags, begin a journal of their own.
 */
final class WarmJournal implements AutoCloseable {
    private final Path file;
    private final Path failedFile;
    private final FileChannel channel;
    private final BitSet done;

    private WarmJournal(Path file, Path failedFile, FileChannel channel, BitSet done) {
        this.file = file;
        this.failedFile = failedFile;
        this.channel = channel;
        this.done = done;
    }

    static WarmJournal open(Path dataFolder, WarmPlan plan) {
        Path folder = new DataFolder(dataFolder).warm();
        try {
            Files.createDirectories(folder);
            String name = plan.file().getFileName() + "-" + key(plan);
            Path file = folder.resolve(name + ".journal");
            BitSet done = new BitSet();
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.position(channel.truncate(read(file, done)).size());
            return new WarmJournal(file, folder.resolve(name + ".failed.csv"), channel, done);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s cannot be read, or its journal below %s cannot be written: %s.".formatted(plan.file(), folder,
                            e),
                    e);
        }
    }

    private static String key(WarmPlan plan) throws IOException {
        CRC32 crc = new CRC32();
        String parts = String.join("\n", plan.file().toRealPath().toString(), Long.toString(Files.size(plan.file())),
                Files.getLastModifiedTime(plan.file()).toString(),
                plan.layout().column().orElse("") + plan.layout().separator().map(c -> "\n" + c).orElse(""),
                Boolean.toString(plan.embedOnly()), plan.model().orElse("") + said(plan.memory()));
        crc.update(parts.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }

    /** Nothing where nothing is said, as before there was anything to say. */
    private static String said(MemoryPatch memory) {
        return memory.equals(MemoryPatch.USUAL) ? "" : "\n" + memory;
    }

    /** Reads whole lines and returns where the last one ends; one cut short by a crash is asked again, and then known. */
    private static long read(Path file, BitSet done) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        whole.lines()
                .map(line -> line.split("\t", 2)[0])
                .filter(ordinal -> ordinal.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .forEach(done::set);
        return whole.length();
    }

    boolean isDone(long ordinal) {
        return done.get(Math.toIntExact(ordinal));
    }

    void done(long ordinal, String outcome, String id) {
        ByteBuffer line = ByteBuffer
                .wrap((ordinal + "\t" + outcome + "\t" + id + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "The journal %s cannot be written: %s.".formatted(file, e), e);
        }
        done.set(Math.toIntExact(ordinal));
    }

    Path failedFile() {
        return failedFile;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "The journal %s cannot be closed: %s.".formatted(file, e), e);
        }
    }
}
