package io.dreamcacher.server.requests;

import io.dreamcacher.server.requests.WarmUp.State;
import io.dreamcacher.server.security.Paths;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The first pictures of an empty memory. */
@RestController
@RequestMapping(Paths.API + "/warm")
final class WarmController {
    private static final int USUAL_COUNT = 24;

    private final WarmUp warmUp;

    WarmController(WarmUp warmUp) {
        this.warmUp = warmUp;
    }

    /**
     * Body of a request to start.
     *
     * @param count how many pictures, 24 when absent
     */
    record Start(Optional<Integer> count) {}

    /**
     * It is running.
     *
     * @param total how many pictures it makes
     */
    record Started(int total) {}

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started start(@RequestBody Start start) {
        return new Started(warmUp.start(start.count().orElse(USUAL_COUNT)).total());
    }

    @GetMapping
    State state() {
        return warmUp.state();
    }
}
