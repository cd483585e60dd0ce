package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.model.SafetensorsFile;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.diffusion.model.SafetensorsWriter;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Weights rounded to bytes, kept in the cache folder: one file holds everything that a graph takes, so that the model's
 * own files are not needed to run it. Its name is a digest of all that it is made of: the bytes of the model's files and
 * which of them, numbers made here such as merged adapters, and how they are rounded. What is at hand under that name is
 * checked against the checksum at its end; a file that is damaged is made again. It is written aside and moved into place
 * whole, so that any number of processes may do so at once: what they write is equal.
 */
final class Int8WeightsFile {
    private static final System.Logger LOG = System.getLogger(Int8WeightsFile.class.getName());
    /** Changes whenever other numbers, or another layout, are made of the same weights. */
    private static final String VERSION = "int8 1";
    private static final String FOLDER = "int8";
    private static final String PREFIX = "int8";
    private static final String SUFFIX = ".tmp";
    /** Nobody writes a file for so long without adding a byte to it. */
    private static final Duration ABANDONED_AFTER = Duration.ofHours(1);
    private static final String CHECKSUM = "crc32c";

    private final Path folder;
    private final ModelFingerprint fingerprints;

    private Int8WeightsFile(Path folder, ModelFingerprint fingerprints) {
        this.folder = folder;
        this.fingerprints = fingerprints;
    }

    /** Files in a cache folder, which is made when it is first needed. */
    static Int8WeightsFile in(Path cacheFolder) {
        return new Int8WeightsFile(cacheFolder.resolve(FOLDER), new ModelFingerprint(cacheFolder));
    }

    /**
     * The tensors of a graph, read from their file, which is made if there is no sound one.
     *
     * @throws DreamCacherException {@code EXHAUSTED} if the file cannot be written
     */
    Checkpoint checkpoint(SortedMap<String, WeightSource> sources) {
        Path file = folder.resolve(Int8Digest.of(VERSION, sources, fingerprints) + ".safetensors");
        if (!Files.exists(file) || !isSound(file, sources)) {
            make(file, sources);
        }
        return withoutChecksum(SafetensorsFile.open(file));
    }

    private static boolean isSound(Path file, Map<String, WeightSource> sources) {
        try {
            SafetensorsFile rounded = SafetensorsFile.open(file);
            Checksum checksum = new Checksum();
            for (TensorEntry entry : inOrder(rounded)) {
                WeightSource source = sources.get(entry.name());
                if (source == null || source.type() != entry.type() || !source.shape().equals(entry.shape())) {
                    return false;
                }
                new WeightTensor.Stored(rounded, entry).writeTo(checksum::add);
            }
            return rounded.tensors().size() == sources.size() + 1 && rounded.longs(CHECKSUM)[0] == checksum.value();
        } catch (DreamCacherException | IOException e) {
            LOG.log(Level.DEBUG, "an unusable file of rounded weights: " + file, e);
            return false;
        }
    }

    private static List<TensorEntry> inOrder(SafetensorsFile file) {
        return file.tensors()
                .values()
                .stream()
                .filter(entry -> !entry.name().equals(CHECKSUM))
                .sorted(Comparator.comparingLong(TensorEntry::offset))
                .toList();
    }

    private void make(Path file, Map<String, WeightSource> sources) {
        try {
            Files.createDirectories(folder);
            deleteAbandoned();
            Path temporary = Files.createTempFile(folder, PREFIX, SUFFIX);
            try {
                writer(sources).write(temporary);
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "Weights rounded for the precision fast must be kept in %s; writing failed: %s. %s".formatted(file,
                            e.getMessage(), "Free some space, choose another cache folder, or the precision exact."),
                    e);
        }
    }

    /** What a process that was killed left half written; another process may still write what is younger. */
    private void deleteAbandoned() throws IOException {
        Instant old = Instant.now().minus(ABANDONED_AFTER);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (Path file : files) {
                deleteIfOlder(file, old);
            }
        }
    }

    /** What cannot be deleted, as on Windows while a process has it open, is left for the next time. */
    private static void deleteIfOlder(Path file, Instant old) {
        try {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "an abandoned file stays: " + file, e);
        }
    }

    private static SafetensorsWriter writer(Map<String, WeightSource> sources) {
        SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt", "made", VERSION));
        Checksum checksum = new Checksum();
        sources.forEach((name, source) -> writer.add(name, source.type(), source.shape(),
                sink -> source.writeTo(checksum.before(sink))));
        return writer.add(CHECKSUM, TensorType.I64, Shape.of(1), sink -> sink.write(checksum.encoded()));
    }

    /** CRC-32C (Castagnoli) of all tensors' bytes in the order of the file. */
    private static final class Checksum {
        private final CRC32C sum = new CRC32C();

        void add(ByteBuffer bytes) {
            sum.update(bytes.duplicate());
        }

        SafetensorsWriter.Sink before(SafetensorsWriter.Sink sink) {
            return bytes -> {
                add(bytes);
                sink.write(bytes);
            };
        }

        long value() {
            return sum.getValue();
        }

        ByteBuffer encoded() {
            return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(value()).flip();
        }
    }

    private static Checkpoint withoutChecksum(SafetensorsFile file) {
        Map<String, WeightTensor> tensors = new TreeMap<>();
        file.tensors().forEach((name, entry) -> tensors.put(name, new WeightTensor.Stored(file, entry)));
        tensors.remove(CHECKSUM);
        return Checkpoint.of(file.path(), tensors);
    }
}
