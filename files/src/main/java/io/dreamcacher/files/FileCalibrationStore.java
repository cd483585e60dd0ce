package io.dreamcacher.files;

import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.gate.CalibrationStore;
import io.dreamcacher.model.Fingerprint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calibrations as files {@code calibrations/FINGERPRINT.json} of the data folder, which people write too. Each question looks
 * at the file, and reads it when it may have changed. Thread-safe.
 */
public final class FileCalibrationStore implements CalibrationStore {
    /** A file that was written just now may be written again within the same tick of the file system's clock. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final Path folder;
    private final Map<Path, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong temporaries = new AtomicLong();

    /** What tells two states of a file apart. */
    private record Stamp(Object file, long sizeBytes, Instant modified) {}

    private record Known(Stamp stamp, Calibration calibration) {}

    /** The calibrations of a data folder. */
    public FileCalibrationStore(DataFolder data) {
        this.folder = data.root().resolve("calibrations");
    }

    @Override
    public Optional<Calibration> find(Fingerprint model) {
        return read(file(model));
    }

    /** The calibration of any file, such as the one beside a model; empty when there is no such file. */
    public Optional<Calibration> read(Path file) {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            Instant modified = found.lastModifiedTime().toInstant();
            Stamp stamp = new Stamp(Objects.requireNonNullElse(found.fileKey(), file), found.size(), modified);
            Known before = known.get(file);
            if (before != null && before.stamp.equals(stamp)) {
                return Optional.of(before.calibration);
            }
            boolean settled = modified.isBefore(Instant.now().minus(SETTLED));
            Calibration calibration = CalibrationJson.read(Files.readString(file), file.toString());
            if (settled) {
                known.put(file, new Known(stamp, calibration));
            }
            return Optional.of(calibration);
        } catch (IOException e) {
            if (!Files.exists(file)) { // also where its folder is a file: nothing lies beside a model of one file
                known.remove(file);
                return Optional.empty();
            }
            throw DiskFailure.of(e, "Reading a calibration", file);
        }
    }

    /** Under another name first, so that no reader sees half of it. */
    @Override
    public void put(Fingerprint model, Calibration calibration) {
        Path file = file(model);
        Path temporary = folder
                .resolve("%s.%d-%d.tmp".formatted(model, ProcessHandle.current().pid(), temporaries.incrementAndGet()));
        try {
            DurableFiles.createFolders(folder);
            try {
                DurableFiles.writeNew(temporary, CalibrationJson.write(calibration).getBytes(StandardCharsets.UTF_8));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
            DurableFiles.syncFolder(folder);
        } catch (IOException e) {
            throw DiskFailure.of(e, "Keeping a calibration", file);
        }
    }

    @Override
    public String place(Fingerprint model) {
        return file(model).toString();
    }

    private Path file(Fingerprint model) {
        return folder.resolve(model + ".json");
    }
}
