package io.dreamcacher.collections.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever ends a run, the next one leaves the bytes that an undisturbed one leaves. */
@Timeout(180)
class KilledDownloadTest {
    private static final int LINKS = 24;
    private static final int SHARD = 7;

    @TempDir
    private Path folder;

    private HostileServer server;

    /** Stands for the process's end. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void start() throws IOException {
        server = HostileServer.start();
        List<String> links = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            if (i % 5 != 3) { // others are not there
                server.on("/" + i, SamplePictures.png(4 + i, 4));
            }
            links.add("id%d\t%s/%d\tcaption %d".formatted(i, server.origin(), i, i));
        }
        Files.write(folder.resolve("links.txt"), links);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static DownloadPlan plan(Path folder, Path target, boolean retryFailed) {
        return new DownloadPlan(
                new LinkFile(folder.resolve("links.txt"), Optional.empty(), Optional.empty(), Optional.empty()), target,
                new ImageForm(ImageForm.Resize.CENTRE_CROP, 8, 80),
                new DownloadLimits(4, 4, 0, Duration.ofSeconds(20), 1 << 20, 1_000_000, SHARD), Manners.USUAL,
                retryFailed);
    }

    private Path run(String target, boolean retryFailed, Phase.Watch watch) {
        Path to = folder.resolve(target);
        new Downloader(plan(folder, to, retryFailed), Web.system(), watch).run(progress -> {});
        return to;
    }

    /** Contents by name. */
    private static Map<String, String> tree(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    /** Runs until a phase is reached for some time, over and over with later times, until a run ends by itself. */
    private void killAtEach(Phase phase, String target, boolean retryFailed) {
        for (int time = 1;; time += 1 + time / 4) {
            AtomicInteger left = new AtomicInteger(time);
            try {
                run(target, retryFailed, reached -> {
                    if (reached == phase && left.decrementAndGet() == 0) {
                        throw new Killed();
                    }
                });
                return;
            } catch (Killed e) {
                // and again
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REOPENING", "REOPENED"}, mode = EnumSource.Mode.EXCLUDE)
    void run_afterAnEndInEachPhase_leavesTheSame(Phase phase) throws IOException {
        Map<String, String> undisturbed = tree(run("undisturbed", false, Phase.Watch.NOBODY));

        killAtEach(phase, "killed", false);

        assertThat(tree(folder.resolve("killed"))).isEqualTo(undisturbed);
        assertThat(undisturbed).hasSize(4 + 4 + 2 + 3 * 19); // statistics, failures, plan and lock, pictures
    }

    @ParameterizedTest
    @EnumSource
    void run_retryAfterAnEndInEachPhase_leavesTheSame(Phase phase) throws IOException {
        run("killed", false, Phase.Watch.NOBODY);
        for (int i = 3; i < LINKS; i += 10) { // some of the missing come back
            server.on("/" + i, SamplePictures.png(4 + i, 4));
        }
        Map<String, String> undisturbed = tree(run("undisturbed", false, Phase.Watch.NOBODY));

        killAtEach(phase, "killed", true);

        assertThat(tree(folder.resolve("killed"))).isEqualTo(undisturbed);
    }

    @Test
    void run_pictureHalfWrittenAndGoneSince_isRemoved() throws IOException {
        AtomicInteger left = new AtomicInteger(1);
        try {
            run("killed", false, reached -> {
                if (reached == Phase.PICTURE && left.decrementAndGet() == 0) {
                    throw new Killed();
                }
            });
        } catch (Killed e) {
            // as it should
        }
        for (int i = 0; i < LINKS; i++) {
            server.on("/" + i, "404 Gone", new byte[0]);
        }

        Path target = run("killed", false, Phase.Watch.NOBODY);

        try (Stream<Path> all = Files.walk(target)) {
            List<String> names = all.map(file -> file.getFileName().toString()).toList();
            long pictures = names.stream().filter(name -> name.endsWith(".jpg")).count();
            long sidecars = names.stream().filter(name -> name.matches("\\d+\\.json")).count();
            assertThat(pictures).isEqualTo(sidecars);
        }
    }

    @Test
    void run_afterKill9_leavesTheSame() throws IOException, InterruptedException {
        Map<String, String> undisturbed = tree(run("undisturbed", false, Phase.Watch.NOBODY));
        Path target = folder.resolve("killed");
        AtomicReference<Optional<Process>> child = new AtomicReference<>(Optional.empty());
        for (int request : new int[]{3, 6, 9}) {
            AtomicInteger left = new AtomicInteger(request);
            for (int i = 0; i < LINKS; i++) {
                byte[] answer = i % 5 == 3
                        ? HostileServer.response("404 Not Found", new byte[0])
                        : HostileServer.response("200 OK", SamplePictures.png(4 + i, 4));
                server.on("/" + i, out -> {
                    if (left.decrementAndGet() == 0) {
                        child.get().ifPresent(Process::destroyForcibly);
                    }
                    out.write(answer);
                });
            }
            Process process = child(target);
            child.set(Optional.of(process));
            process.getOutputStream().close(); // now it begins

            assertThat(process.waitFor()).isEqualTo(128 + 9);
        }

        run("killed", false, Phase.Watch.NOBODY);

        assertThat(tree(target)).isEqualTo(undisturbed);
    }

    private Process child(Path target) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder.toString(), target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The process that is killed. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            System.in.transferTo(OutputStream.nullOutputStream());
            Downloader.of(plan(Path.of(arguments[0]), Path.of(arguments[1]), false)).run(progress -> {});
        }
    }
}
