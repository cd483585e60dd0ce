package io.dreamcacher.server.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.reuse.ErrorBudget;
import io.dreamcacher.server.TestService;
import io.dreamcacher.server.security.Visitor;
import io.dreamcacher.testkit.FakeImageGenerator;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveRequestsTest {
    private final TestService service = TestService.start();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final LiveRequests requests = new LiveRequests(service.memory, ServiceLimits.USUAL, MemoryIntent.USUAL,
            now::get);

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

    @Test
    void answer_reuseOffByDefault_asksTheMemoryOnlyWhereTheBodySaysSo() throws InterruptedException {
        LiveRequests off = new LiveRequests(service.memory, ServiceLimits.USUAL,
                MemoryIntent.of(Reuse.OFF, ErrorBudget.USUAL), now::get);
        RequestPatch body = RequestPatch.of("a boat");

        assertThat(outcome(off, body)).isEqualTo("GENERATED");
        assertThat(outcome(off, body)).isEqualTo("GENERATED");
        assertThat(outcome(off, body.withMemory(MemoryUse.READ_AND_REMEMBER))).isEqualTo("EXACT");
        assertThat(outcome(off, body.withMemory(new RequestPatch.MemoryPatch(Optional.empty(), Optional.of("exact"),
                Optional.empty())))).isEqualTo("EXACT");
    }

    private static String outcome(LiveRequests requests, RequestPatch body) throws InterruptedException {
        RequestEvent.Ended ended = requests.answer(body, new Visitor(Access.LOCAL, true)).orElseThrow();
        return ((RequestEvent.Answered) ended).answer().answers().getFirst().decision().outcome();
    }

    /** Decoded images wait in line with their requests. */
    @Test
    void start_initImagesFillTheirBudget_isBusyUntilTheyEnded() throws InterruptedException {
        ServiceLimits usual = ServiceLimits.USUAL;
        ServiceLimits small = new ServiceLimits(usual.promptCharacters(), 64 * 64, usual.steps(), usual.count(),
                usual.pixelSteps(), usual.uploadBytes(), usual.sendSeconds());
        LiveRequests tight = new LiveRequests(service.memory, small, MemoryIntent.USUAL, now::get);
        service.generator.hold();
        List<LiveRequest> underWay = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            underWay.add(tight.start(fromAnImage(i), Access.LOCAL));
        }

        assertThatThrownBy(() -> tight.start(fromAnImage(16), Access.LOCAL))
                .hasMessageStartingWith("All decoded images to start from under way may have 3,145,728 bytes together")
                .isInstanceOfSatisfying(DreamCacherException.class,
                        e -> assertThat(e.category()).isEqualTo(FailureCategory.BUSY));

        tight.start(GenerationRequest.of("a boat", "fake", FakeImageGenerator.DEFAULTS), Access.LOCAL);
        service.generator.release();
        for (LiveRequest live : underWay) {
            assertThat(live.awaitOutcome()).isInstanceOf(RequestEvent.Answered.class);
        }
        assertThat(tight.start(fromAnImage(17), Access.LOCAL).awaitOutcome())
                .isInstanceOf(RequestEvent.Answered.class);
    }

    private static GenerationRequest fromAnImage(int number) {
        BufferedImage image = new BufferedImage(12 * 64, 64, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, number);
        return GenerationRequest.of("a boat", "fake", FakeImageGenerator.DEFAULTS)
                .withInitImage(new InitImage(image, Optional.empty()), 0.5);
    }
}
