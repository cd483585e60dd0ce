package io.dreamcacher.bench;

import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Answers every prompt of a file from a memory and acknowledges each answer in a journal, as {@code dreamcacher warm}
 * does, with {@link CrashPhases} around the memory's stores: the process that {@link CrashTest} kills.
 */
final class KilledWarm {
    private KilledWarm() {}

    /**
     * Runs until everything is answered, or it is killed.
     *
     * @param arguments prompt file, data folder, file of the phases, seed and longest of the dwelling times
     */
    public static void main(String[] arguments) throws IOException {
        Path data = Path.of(arguments[1]);
        CrashPhases phases = new CrashPhases(Path.of(arguments[2]), Long.parseLong(arguments[3]),
                Integer.parseInt(arguments[4]));
        Set<Long> done = Acknowledgement.readAll(data)
                .stream()
                .map(Acknowledgement::ordinal)
                .collect(Collectors.toSet());
        try (DreamCacher dreams = DreamCacher.open(MemoryOptions.at(data), phases::around);
                PromptSource source = PromptSource.open(Path.of(arguments[0]));
                FileChannel journal = journal(data)) {
            source.forEach(row -> {
                if (!done.contains(row.ordinal())) {
                    ImageAnswer answer = dreams.answer(row.prompt()).images().getFirst();
                    if (answer.outcome() instanceof Outcome.Generated) {
                        phases.reached(StorePhase.INDEX_VISIBLE, answer.id().orElseThrow());
                    }
                    acknowledge(journal, row.ordinal(), answer);
                }
            });
        }
    }

    /** A new one for each run: the last line of a killed one may be cut. */
    private static FileChannel journal(Path data) throws IOException {
        Path folder = Files.createDirectories(data.resolve("warm"));
        return FileChannel.open(folder.resolve("%d.journal".formatted(System.nanoTime())),
                StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    private static void acknowledge(FileChannel journal, long ordinal, ImageAnswer answer) {
        String line = "%d\t%s\t%s\n".formatted(ordinal, answer.outcome().name(), answer.id().orElseThrow());
        try {
            journal.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
