package io.dreamcacher.bench;

import io.dreamcacher.access.Access;
import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.generation.GenerationId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kills {@link KilledWarm} at random moments, over and over on one data folder, and checks after each kill that
 * the memory kept its promises. Prints the phase of every kill and a table of them; the exit code is 1 if a promise was
 * broken, or if fewer than a fifth of the kills hit either of the two windows that matter: between temporary file and
 * catalogue commit, and between catalogue commit and index. Run from the repository's root:
 *
 * <pre>mvn -B -q -Pcrash -pl bench -am process-classes -Drounds=100</pre>
 *
 * One kill in ten falls into the first seconds of the process, the others into the seconds after its first image
 * reached the store. {@link CrashPhases} stretches the phases; what runs is otherwise the memory as it is.
 */
final class CrashTest {
    private static final int DWELL_MILLIS = 1600;
    private static final int LATEST_EARLY_KILL_MILLIS = 3000;
    private static final int LATEST_KILL_MILLIS = 6000;
    private static final int EARLY_KILLS = 10;
    private static final int SHARE_NEEDED = 5;

    private final Path prompts;
    private final Path work;
    private final long seed;
    private final SplittableRandom random;
    private final Map<Long, String> promptOf = new HashMap<>();
    private final Map<GenerationId, StorePhase> reached = new LinkedHashMap<>();
    private final Map<StorePhase, Integer> kills = new EnumMap<>(StorePhase.class);
    private int killsBefore;
    private final List<String> violations = new ArrayList<>();

    private CrashTest(Path prompts, Path work, long seed) {
        this.prompts = prompts;
        this.work = work;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Runs the test.
     *
     * @param arguments the repository's root, the number of kills, and the seed of their moments
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int rounds = Integer.parseInt(arguments[1]);
        long seed = Long.parseLong(arguments[2]);
        Path work = Files.createTempDirectory("dreamcacher-crash");
        System.out.printf("%d kills, seed %d, in %s%n%s%n", rounds, seed, work, Machine.description());
        Path prompts = Path.of(arguments[0]).resolve("models").resolve("postcards").resolve("prompts.csv");
        CrashTest test = new CrashTest(prompts, work, seed);
        test.readPrompts();
        for (int round = 1; round <= rounds; round++) {
            test.round(round);
        }
        System.exit(test.verdict(rounds) ? 0 : 1);
    }

    private void readPrompts() {
        try (PromptSource source = PromptSource.open(prompts)) {
            source.forEach(row -> promptOf.put(row.ordinal(), row.prompt()));
        }
    }

    private void round(int round) throws IOException, InterruptedException {
        Path phaseFile = work.resolve("phases-%03d".formatted(round));
        WarmChild child = WarmChild.start(prompts, data(), phaseFile, seed + round, DWELL_MILLIS);
        boolean early = random.nextInt(EARLY_KILLS) == 0;
        if (!early) {
            child.awaitFirstImage();
        }
        int wait = random.nextInt(early ? LATEST_EARLY_KILL_MILLIS : LATEST_KILL_MILLIS);
        child.killAfter(Duration.ofMillis(wait));
        PhaseLog log = PhaseLog.read(phaseFile);
        log.records().forEach(record -> reached.put(record.id(), record.phase()));
        log.last().ifPresentOrElse(last -> kills.merge(last.phase(), 1, Integer::sum), () -> killsBefore++);
        String where = log.last().map(last -> last.phase().label() + " of " + last.id()).orElse("before the store");
        System.out.printf("%3d  %,5d ms after the %s: %-44s %s%n", round, wait, early ? "launch" : "first picture",
                where, check());
    }

    private Path data() {
        return work.resolve("data");
    }

    private String check() throws IOException {
        List<Acknowledgement> acknowledged = Acknowledgement.readAll(data());
        try (DreamCacher dreams = DreamCacher.open(data())) {
            MemoryCheck check = new MemoryCheck(dreams);
            check.everythingAgrees();
            acknowledged.forEach(one -> check.remembers(one, promptOf.getOrDefault(one.ordinal(), "")));
            acknowledged.stream().map(Acknowledgement::id).distinct().forEach(check::findsByImage);
            reached.forEach(check::isWhole);
            check.everythingAgrees();
            check.violations().forEach(violation -> System.out.println("     BROKEN: " + violation));
            violations.addAll(check.violations());
            return "%d acknowledged, %d remembered, %d set aside".formatted(acknowledged.size(),
                    dreams.memory().stats(Access.LOCAL).totals().generations(), setAside());
        }
    }

    private int setAside() {
        String[] files = data().resolve("set-aside").toFile().list();
        return files == null ? 0 : files.length;
    }

    private boolean verdict(int rounds) {
        System.out.println();
        System.out.printf("%-40s %s%n", "killed", "times");
        System.out.printf("%-40s %5d%n", "before a picture reached the store", killsBefore);
        for (StorePhase phase : StorePhase.values()) {
            System.out.printf("%-40s %5d%n", "after " + phase.label(), killsIn(phase));
        }
        int beforeCommit = killsIn(StorePhase.IMAGE_TEMPORARY) + killsIn(StorePhase.IMAGE_DURABLE);
        int beforeIndex = killsIn(StorePhase.CATALOGUE_COMMITTED);
        int needed = rounds / SHARE_NEEDED;
        System.out.printf("between temporary file and commit: %d, between commit and index: %d, needed %d each%n",
                beforeCommit, beforeIndex, needed);
        System.out.printf("broken promises: %d%n", violations.size());
        return violations.isEmpty() && beforeCommit >= needed && beforeIndex >= needed;
    }

    private int killsIn(StorePhase phase) {
        return kills.getOrDefault(phase, 0);
    }
}
