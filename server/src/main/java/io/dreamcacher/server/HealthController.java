package io.dreamcacher.server;

import io.dreamcacher.api.Health;
import io.dreamcacher.memory.DreamMemory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** For whoever starts and watches the process. */
@RestController
@RequestMapping("/health")
final class HealthController {
    private final Readiness readiness;
    private final DreamMemory memory;

    HealthController(Readiness readiness, DreamMemory memory) {
        this.readiness = readiness;
        this.memory = memory;
    }

    @GetMapping("/live")
    Health live() {
        return new Health("UP", 0, 0);
    }

    @GetMapping("/ready")
    ResponseEntity<Health> ready() {
        Readiness.Phase phase = readiness.phase();
        return ResponseEntity.status(phase == Readiness.Phase.UP ? 200 : 503)
                .body(new Health(phase.name(), memory.uncountedAnswers(), memory.faultyImages()));
    }
}
