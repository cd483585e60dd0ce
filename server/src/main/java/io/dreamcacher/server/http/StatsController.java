package io.dreamcacher.server.http;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Paths;
import io.dreamcacher.api.Report;
import io.dreamcacher.api.Stats;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.memory.DreamMemory;
import java.util.Optional;
import java.util.OptionalDouble;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the memory holds and did. */
@RestController
final class StatsController {
    private final DreamMemory memory;

    StatsController(DreamMemory memory) {
        this.memory = memory;
    }

    /** @param price of an hour of generating, if one is known */
    @GetMapping(Paths.API + "/report")
    Report report(Access access, @RequestParam(required = false) Optional<Double> price) {
        price.filter(value -> !(value >= 0 && Double.isFinite(value))).ifPresent(value -> {
            throw DreamCacherException.badRequest(
                    "price, of an hour of generating, must be 0 or more, but %s was given.".formatted(value));
        });
        return Report.of(memory.report(access),
                price.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    }

    @GetMapping(Paths.API + "/stats")
    Stats stats(Access access) {
        return Stats.of(memory.stats(access));
    }
}
