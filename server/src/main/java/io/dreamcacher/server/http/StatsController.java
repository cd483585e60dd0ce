package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.Report;
import io.dreamcacher.api.Stats;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.DreamMemory;
import java.util.OptionalDouble;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the memory holds and did. */
@RestController
final class StatsController {
    private static final double NO_PRICE = -1;

    private final DreamMemory memory;

    StatsController(DreamMemory memory) {
        this.memory = memory;
    }

    /** @param price of an hour of generating; below 0 where none is known */
    @GetMapping(Paths.API + "/report")
    Report report(Access access, @RequestParam(defaultValue = "-1") double price) {
        if (!(price == NO_PRICE || (price >= 0 && Double.isFinite(price)))) {
            throw DreamCacherException
                    .badRequest(
                            "price, of an hour of generating, must be 0 or more, but %s was given.".formatted(price));
        }
        return Report.of(memory.report(access),
                price == NO_PRICE ? OptionalDouble.empty() : OptionalDouble.of(price));
    }

    @GetMapping(Paths.API + "/stats")
    Stats stats(Access access) {
        return Stats.of(memory.stats(access));
    }
}
