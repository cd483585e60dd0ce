package io.dreamcacher.server;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whoever starts and watches the process. */
@RestController
@RequestMapping("/health")
final class HealthController {
    private final Readiness readiness;

    HealthController(Readiness readiness) {
        this.readiness = readiness;
    }

    /**
     * One word.
     *
     * @param status UP, STARTING, STOPPING or DOWN
     */
    record Health(String status) {}

    @GetMapping("/live")
    Health live() {
        return new Health("UP");
    }

    @GetMapping("/ready")
    ResponseEntity<Health> ready() {
        Readiness.Phase phase = readiness.phase();
        return ResponseEntity.status(phase == Readiness.Phase.UP ? 200 : 503).body(new Health(phase.name()));
    }
}
