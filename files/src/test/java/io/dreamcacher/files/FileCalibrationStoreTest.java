package io.dreamcacher.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.gate.CalibrationJson;
import io.dreamcacher.gate.CalibrationStore;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.testkit.gate.CalibrationStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileCalibrationStoreTest extends CalibrationStoreContract {
    private static final Fingerprint MODEL = new Fingerprint("c".repeat(64));

    @TempDir
    private Path folder;

    private FileCalibrationStore store() {
        return new FileCalibrationStore(new DataFolder(folder));
    }

    private Path file() {
        return folder.resolve("calibrations").resolve(MODEL + ".json");
    }

    @Override
    protected List<CalibrationStore> twoProcesses() {
        return List.of(store(), store());
    }

    @Test
    void put_calibration_liesWhereItIsSaidToAndLeavesNothingElse() throws IOException {
        store().put(MODEL, calibration(0.86));

        assertThat(store().place(MODEL)).isEqualTo(file().toString());
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    /** A person's editor writes into the file itself, and a copy may bring an old time along. */
    @Test
    void find_fileThatAPersonChanged_isReadAgain() throws IOException {
        FileCalibrationStore store = store();
        store.put(MODEL, calibration(0.86));
        Files.setLastModifiedTime(file(), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        assertThat(store.find(MODEL)).contains(calibration(0.86));

        Files.writeString(file(), CalibrationJson.write(calibration(0.91)));
        assertThat(store.find(MODEL)).contains(calibration(0.91));

        Files.delete(file());
        assertThat(store.find(MODEL)).isEmpty();
    }

    /** A checkpoint of one file has no folder beside which a calibration could lie. */
    @Test
    void read_besideAFile_isEmpty() throws IOException {
        Path checkpoint = Files.createFile(folder.resolve("model.safetensors"));

        assertThat(store().read(checkpoint.resolve("calibration.json"))).isEmpty();
    }

    @Test
    void find_brokenFile_namesItAndWhatMustHold() throws IOException {
        FileCalibrationStore store = store();
        store.put(MODEL, calibration(0.86));
        assertThat(store.find(MODEL)).isPresent();
        Files.writeString(file(), CalibrationJson.write(calibration(0.86)).replace("0.86", "1.86"));

        assertThatThrownBy(() -> store.find(MODEL))
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_DATA))
                .hasMessageContaining(file().toString())
                .hasMessageContaining("a probability in [0, 1]");
    }
}
