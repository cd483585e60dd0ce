package io.dreamcacher.server.requests;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.server.TestService;
import io.dreamcacher.testkit.FakeImageGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRequestsTest {
    private final TestService service = TestService.start();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final LiveRequests requests = new LiveRequests(service.memory, ServiceLimits.USUAL, now::get);

    @AfterEach
    void close() {
        service.close();
    }

    private LiveRequest finished(String prompt) throws InterruptedException {
        LiveRequest live = requests.start(GenerationRequest.of(prompt, "fake", FakeImageGenerator.DEFAULTS),
                Access.LOCAL);
        assertThat(live.awaitOutcome()).isInstanceOf(RequestEvent.Answered.class);
        return live;
    }

    @Test
    void find_tenMinutesAfterItsEnd_isForgotten() throws InterruptedException {
        String id = finished("a boat").id();

        now.set(Instant.EPOCH.plus(LiveRequests.KEPT));
        assertThat(requests.find(id)).isPresent();
        now.set(Instant.EPOCH.plus(LiveRequests.KEPT).plus(Duration.ofMillis(1)));

        assertThat(requests.find(id)).isEmpty();
    }

    @Test
    void find_manyFinishedSince_isForgotten() throws InterruptedException {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            ids.add(finished("a boat").id());
        }

        assertThat(requests.find(ids.getFirst())).isEmpty();
        assertThat(requests.find(ids.getLast())).isPresent();
        assertThat(ids.stream().filter(id -> requests.find(id).isPresent()).count()).isBetween(255L, 257L);
    }
}
