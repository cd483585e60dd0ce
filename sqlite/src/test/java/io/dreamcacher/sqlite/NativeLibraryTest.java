package io.dreamcacher.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.testkit.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each start is a process of its own, because the driver loads its library once. */
final class NativeLibraryTest {
    @TempDir
    private Path folder = Path.of("");

    /** A process that opens a catalogue and is killed before it could tidy up. Arguments: cache folder, file. */
    static final class KilledReader {
        private KilledReader() {}

        public static void main(String[] arguments) {
            NativeLibrary.unpackIn(Path.of(arguments[0]));
            SqliteCatalogue.open(Path.of(arguments[1]));
            Runtime.getRuntime().halt(0);
        }
    }

    @Test
    void unpackIn_twoStarts_leavesOneLibraryAndNothingElse() throws Exception {
        Path file = folder.resolve("catalogue.db");
        Path cache = folder.resolve("cache");
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        SqliteCatalogue.create(file, Samples.IDENTITY).close();
        for (int start = 0; start < 2; start++) {
            assertThat(start(temporary, cache, file)).as("exit status").isZero();
            assertThat(filesBelow(cache)).hasSize(1);
            assertThat(filesBelow(temporary)).isEmpty();
        }
    }

    private static int start(Path temporary, Path cache, Path file) throws IOException, InterruptedException {
        return ChildJvm.of(KilledReader.class, List.of("-Djava.io.tmpdir=" + temporary), cache.toString(),
                file.toString()).inheritIO().start().waitFor();
    }

    private static List<Path> filesBelow(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }
}
