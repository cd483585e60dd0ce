package io.dreamcacher.server.requests;

import io.dreamcacher.api.FirstImages;
import io.dreamcacher.api.Paths;
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

    @PostMapping(consumes = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    FirstImages.Started start(@RequestBody FirstImages.Start start) {
        return new FirstImages.Started(warmUp.start(start.count().orElse(USUAL_COUNT)).total());
    }

    @GetMapping
    FirstImages state() {
        return warmUp.state();
    }
}
