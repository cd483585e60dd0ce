package io.dreamcacher.bench;

import com.sun.management.OperatingSystemMXBean;
import io.dreamcacher.collections.download.DownloadLimits;
import io.dreamcacher.collections.download.DownloadPlan;
import io.dreamcacher.collections.download.DownloadTally;
import io.dreamcacher.collections.download.Downloader;
import io.dreamcacher.collections.download.ImageForm;
import io.dreamcacher.collections.download.LinkFile;
import io.dreamcacher.collections.download.Manners;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How fast pictures of 20 kB are downloaded from this machine, robots.txt and durable writing included, as they are and resized:
 * of the clock, and of this process's processor time, which on a busy machine says more. The server is a process of its own and
 * shares the processors. Run from the repository's root:
 *
 * <pre>mvn -B -q -Pdownload -pl bench -am process-classes -Dpictures=20000</pre>
 */
final class DownloadBench {
    private static final OperatingSystemMXBean PROCESS = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();
    private static final int ROUNDS = 3;
    private static final int THREADS = 64;

    private final Path folder;
    private final int port;

    private DownloadBench(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Measures, and prints a line for each run.
     *
     * @param arguments how many pictures
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int pictures = Integer.parseInt(arguments[0]);
        System.out.println(Machine.description());
        Path folder = Files.createTempDirectory("dreamcacher-download");
        Process server = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-classpath", System.getProperty("java.class.path"), ImageServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader said = new BufferedReader(
                    new InputStreamReader(server.getInputStream(), StandardCharsets.US_ASCII));
            int port = Integer.parseInt(said.readLine());
            DownloadBench bench = new DownloadBench(folder, port);
            for (int round = 1; round <= ROUNDS; round++) {
                bench.run("as they are, round " + round, ImageForm.Resize.NO, pictures);
            }
            bench.run("resized to 256", ImageForm.Resize.KEEP_RATIO, Math.ceilDiv(pictures, 10));
        } finally {
            server.getOutputStream().close();
            server.waitFor();
            delete(folder);
        }
    }

    private LinkFile links(int pictures) throws IOException {
        Path list = folder.resolve("links.txt");
        Files.write(list, IntStream.range(0, pictures)
                .mapToObj("http://127.0.0.1:%d/%%d.jpg".formatted(port)::formatted)
                .toList());
        return new LinkFile(list, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void run(String what, ImageForm.Resize resize, int pictures) throws IOException {
        Path target = folder.resolve("pictures");
        DownloadLimits limits = new DownloadLimits(THREADS, THREADS, 0, Duration.ofSeconds(30), 1 << 20, 1_000_000,
                10_000);
        long processor = PROCESS.getProcessCpuTime();
        DownloadTally tally = Downloader
                .of(new DownloadPlan(links(pictures), target, new ImageForm(resize, 256, 95), limits, Manners.USUAL,
                        false))
                .run(progress -> {});
        double seconds = (PROCESS.getProcessCpuTime() - processor) / 1e9;
        System.out.printf(
                "%-24s %,8d pictures, %,d failed: %,8.0f a second (%.1f MB/s), %,8.0f a second of processor time%n",
                what, tally.outcomes().success(), tally.links() - tally.outcomes().success(), tally.picturesPerSecond(),
                tally.bytesPerSecond() / 1e6, tally.outcomes().success() / seconds);
        delete(target);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        }
    }
}
