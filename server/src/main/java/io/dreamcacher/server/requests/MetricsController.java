package io.dreamcacher.server.requests;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The meters, in the text form that Prometheus reads. */
@RestController
final class MetricsController {
    private final Meters meters;

    MetricsController(Meters meters) {
        this.meters = meters;
    }

    @GetMapping(path = "/metrics", produces = "text/plain; version=0.0.4; charset=utf-8")
    String metrics() {
        return meters.read();
    }
}
