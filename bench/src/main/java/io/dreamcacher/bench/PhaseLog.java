package io.dreamcacher.bench;

import io.dreamcacher.generation.GenerationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@link CrashPhases} wrote in one run.
 *
 * @param records in order
 */
record PhaseLog(List<Reached> records) {
    /** Takes an unmodifiable copy. */
    PhaseLog {
        records = List.copyOf(records);
    }

    /**
     * One line.
     *
     * @param phase reached
     * @param id by this image
     */
    record Reached(StorePhase phase, GenerationId id) {
        private static Reached parse(String line) {
            String[] parts = line.split("\t", 2);
            return new Reached(StorePhase.valueOf(parts[0]), new GenerationId(parts[1]));
        }
    }

    /** Reads what there is; no file is an empty log. */
    static PhaseLog read(Path file) throws IOException {
        return new PhaseLog(Files.exists(file)
                ? Files.readAllLines(file).stream().map(Reached::parse).toList()
                : List.of());
    }

    /** Where the process was when it was killed; empty before its first image reached the store. */
    Optional<Reached> last() {
        return records.isEmpty() ? Optional.empty() : Optional.of(records.getLast());
    }
}
