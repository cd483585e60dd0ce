package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Totals;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.MemoryStats;
import io.dreamcacher.server.security.Paths;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the memory holds and did. */
@RestController
final class StatsController {
    private final DreamMemory memory;

    StatsController(DreamMemory memory) {
        this.memory = memory;
    }

    /**
     * Figures of the public memory.
     *
     * @param generations pictures remembered
     * @param prompts distinct prompts remembered
     * @param imageBytes of all pictures
     * @param requests pictures asked for so far
     * @param exact of them, answered by the same request's picture
     * @param similar of them, answered by a near picture
     * @param generated of them, made
     * @param hitShare share that came from memory, 0 to 1
     * @param millisecondsSaved not spent on generating
     * @param millisecondsGenerating spent on it
     * @param indexed pictures the index holds
     */
    record Stats(long generations, long prompts, long imageBytes, long requests, long exact, long similar,
            long generated, double hitShare, long millisecondsSaved, long millisecondsGenerating, long indexed) {

        static Stats of(MemoryStats stats) {
            Totals totals = stats.totals();
            return new Stats(totals.generations(), totals.prompts(), totals.imageBytes(), stats.answers(),
                    totals.exact(), totals.similar(), totals.generated(), stats.memoryShare(),
                    totals.saved().toMillis(), totals.generating().toMillis(), stats.indexed());
        }
    }

    @GetMapping(Paths.API + "/stats")
    Stats stats(Access access) {
        return Stats.of(memory.stats(access));
    }
}
