package io.dreamcacher.server.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Scope;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.server.TestService;
import io.dreamcacher.server.requests.BackgroundCheck.Pace;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BackgroundCheckTest {
    private static final Pace QUICK = new Pace(Duration.ZERO, 1L << 30, Duration.ofMillis(1), Duration.ofDays(1));

    private final TestService service = TestService.start();

    @AfterEach
    void close() {
        service.close();
    }

    private BackgroundCheck started(Pace pace) {
        BackgroundCheck check = new BackgroundCheck(service.memory,
                new LiveRequests(service.memory, ServiceLimits.USUAL, MemoryIntent.USUAL, InstantSource.system()),
                pace);
        check.start();
        return check;
    }

    @Test
    void start_missingImage_isKnownBeforeAnybodyAsks() {
        String id = service.ask("a red boat").get("id").asString();
        service.ask("a green hill");
        service.images.delete(List.of(new ImageKey(Scope.PUBLIC, new GenerationId(id))));

        BackgroundCheck check = started(QUICK);
        while (check.checked() < 2) {
            Thread.onSpinWait();
        }
        check.stop();

        assertThat(service.memory.faultyImages()).isEqualTo(1);
        assertThat(check.checked()).isEqualTo(2);
    }

    /** Three pieces of twenty small images take no time but the pauses. */
    @Test
    void start_manyImages_areReadNoFasterThanThePace() {
        for (int i = 0; i < 45; i++) {
            service.ask("thing%d of kind%d".formatted(i, i));
        }
        long start = System.nanoTime();

        BackgroundCheck check = started(new Pace(Duration.ZERO, 1L << 30, Duration.ofMillis(150), Duration.ofDays(1)));
        while (check.checked() < 45) {
            Thread.onSpinWait();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
        check.stop();
    }

    @Test
    void stop_beforeItsDelayIsOver_readsNothing() {
        service.ask("a red boat");

        BackgroundCheck check = started(Pace.USUAL);
        check.stop();

        assertThat(check.checked()).isZero();
    }
}
