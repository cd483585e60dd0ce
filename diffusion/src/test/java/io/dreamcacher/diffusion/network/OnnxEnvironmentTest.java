package io.dreamcacher.diffusion.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class OnnxEnvironmentTest {
    /** A program of its own: what fails here ends the process. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) {
            System.exit(OnnxEnvironment.ORT.toString().contains("dreamcacher") ? 0 : 1);
        }
    }

    @Test
    @Timeout(60)
    void first_longCommandLine_doesNotEndTheProcess() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), "--enable-native-access=ALL-UNNAMED", Main.class.getName(),
                "x".repeat(100_000)).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start();

        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
