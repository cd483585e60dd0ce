package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.Stats;
import io.dreamcacher.memory.DreamMemory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the memory holds and did. */
@RestController
final class StatsController {
    private final DreamMemory memory;

    StatsController(DreamMemory memory) {
        this.memory = memory;
    }

    @GetMapping(Paths.API + "/stats")
    Stats stats(Access access) {
        return Stats.of(memory.stats(access));
    }
}
