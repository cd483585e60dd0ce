package io.dreamcacher.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link KilledWarm} in a process of its own. */
final class WarmChild {
    private static final long LONGEST_START_SECONDS = 180;

    private final Process process;
    private final Path phaseLog;
    private final Path output;

    private WarmChild(Process process, Path phaseLog, Path output) {
        this.process = process;
        this.phaseLog = phaseLog;
        this.output = output;
    }

    /**
     * Starts the command.
     *
     * @param prompts file to warm up with
     * @param dataFolder of the memory
     * @param phaseLog not there yet
     * @param seed of the dwelling times
     * @param dwell longest, in milliseconds
     */
    static WarmChild start(Path prompts, Path dataFolder, Path phaseLog, long seed, int dwell) throws IOException {
        Path output = Path.of(phaseLog + ".out");
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector",
                "-classpath", System.getProperty("java.class.path"), KilledWarm.class.getName(), prompts.toString(),
                dataFolder.toString(), phaseLog.toString(), Long.toString(seed), Integer.toString(dwell));
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new WarmChild(process, phaseLog, output);
    }

    /** Waits until the first image of this run reaches the store. */
    void awaitFirstImage() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!Files.exists(phaseLog) || Files.size(phaseLog) == 0) {
            if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                throw endedByItself();
            }
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS)) {
                kill();
                throw new IllegalStateException("warm must store a picture within %d seconds; its output: %s"
                        .formatted(LONGEST_START_SECONDS, Files.readString(output)));
            }
        }
    }

    /** Kills it (SIGKILL) after some time and waits until it is gone. */
    void killAfter(Duration time) throws IOException, InterruptedException {
        if (process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw endedByItself();
        }
        kill();
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    private IllegalStateException endedByItself() throws IOException {
        return new IllegalStateException("warm must run until it is killed, but ended with %d: %s"
                .formatted(process.exitValue(), Files.readString(output)));
    }
}
