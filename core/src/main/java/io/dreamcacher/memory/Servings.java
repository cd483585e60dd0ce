package io.dreamcacher.memory;

import io.dreamcacher.access.Caller;
import io.dreamcacher.generation.GenerationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Who was shown which image lately, in this process: how often one is seen by others, and what a caller who asks again is
 * to see again. It forgets what was long ago, and whom it has not met for long. Thread-safe.
 */
final class Servings {
    private static final Duration WINDOW = Duration.ofDays(1);
    private static final int MOST_IMAGES = 20_000;
    private static final int MOST_CALLERS = 5_000;
    private static final int MOST_OF_CALLER = 50;

    private final Map<GenerationId, Served> byImage = new Recent<>(MOST_IMAGES);
    private final Map<Caller, LinkedHashSet<GenerationId>> byCaller = new Recent<>(MOST_CALLERS);

    /** The entries that were used last. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;
        private final int most;

        Recent(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    /** How many callers saw an image since. */
    private record Served(Instant since, int callers) {
        boolean isOver(Instant now) {
            return now.isAfter(since.plus(WINDOW));
        }
    }

    /** A caller was shown an image; the same one again counts once. */
    synchronized void shown(Caller caller, GenerationId image, Instant now) {
        LinkedHashSet<GenerationId> seen = byCaller.computeIfAbsent(caller, unknown -> new LinkedHashSet<>());
        boolean again = seen.contains(image);
        seen.addLast(image);
        if (seen.size() > MOST_OF_CALLER) {
            seen.removeFirst();
        }
        byImage.compute(image, (id, served) -> served == null || served.isOver(now)
                ? new Served(now, 1)
                : again ? served : new Served(served.since, served.callers + 1));
    }

    /** How many callers were shown an image in the last day, or about. */
    synchronized int callers(GenerationId image, Instant now) {
        Served served = byImage.get(image);
        return served == null || served.isOver(now) ? 0 : served.callers;
    }

    /** What a caller was shown, the last first. */
    synchronized List<GenerationId> shownTo(Caller caller) {
        LinkedHashSet<GenerationId> seen = byCaller.get(caller);
        return seen == null ? List.of() : new ArrayList<>(seen.reversed());
    }
}
