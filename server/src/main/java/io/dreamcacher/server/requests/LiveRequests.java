package io.dreamcacher.server.requests;

import io.dreamcacher.access.Access;
import io.dreamcacher.api.Answers;
import io.dreamcacher.api.RequestEvent.Answered;
import io.dreamcacher.api.RequestEvent.Ended;
import io.dreamcacher.api.RequestEvent.Failed;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.memory.Answer;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.server.security.ByteBudget;
import io.dreamcacher.server.security.ProblemResponse;
import io.dreamcacher.server.security.RandomNames;
import io.dreamcacher.server.security.Visitor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every request under way, and those that finished a short while ago, by name. A request belongs to nobody's connection:
 * it goes on when its client leaves, and can be found again. Thread-safe.
 */
public final class LiveRequests {
    static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST_KEPT = 256;
    private static final long MOST_KEPT_CHARACTERS = 64L << 20;
    private static final int MOST_UNDER_WAY = 1024;

    private final DreamMemory memory;
    private final RequestReader reader;
    private final InstantSource clock;
    private final Meters meters;
    private final ByteBudget initImages;
    private final Map<String, LiveRequest> byId = new HashMap<>();
    private final Deque<Finished> finished = new ArrayDeque<>();
    private boolean stopping;

    /**
     * Requests to a memory, within a service's limits.
     *
     * @param usual what is wanted of the memory where a request says nothing
     */
    public LiveRequests(DreamMemory memory, ServiceLimits limits, MemoryIntent usual, InstantSource clock) {
        this.memory = memory;
        this.reader = new RequestReader(memory, limits, usual);
        this.clock = clock;
        this.meters = new Meters(memory);
        this.initImages = ByteBudget.ofInitImages(reader.largestInitImage());
        meters.watch(this);
    }

    private record Finished(LiveRequest request, Instant at, long weight) {}

    /** The meters of this service. */
    Meters meters() {
        return meters;
    }

    /** How many wait or are being answered. */
    synchronized int underWay() {
        return byId.size() - finished.size();
    }

    RequestReader reader() {
        return reader;
    }

    /**
     * Answers what a client asked for, and waits for that.
     *
     * @return empty when the client left before the end
     */
    public Optional<Ended> answer(RequestPatch body, Visitor visitor) throws InterruptedException {
        try {
            return Waiting.forEnd(start(body, visitor));
        } catch (DreamCacherException e) {
            return Optional.of(new Failed(ProblemResponse.of(e)));
        }
    }

    LiveRequest start(RequestPatch body, Visitor visitor) {
        return start(reader.read(body, visitor), visitor.access());
    }

    /**
     * Begins to answer a request.
     *
     * @throws DreamCacherException with BUSY when too many are under way, when the images they start from are too large
     *         together, or when the service is stopping
     */
    LiveRequest start(GenerationRequest request, Access access) {
        LiveRequest live = new LiveRequest(RandomNames.name(), request.count());
        admit(live, request);
        Thread.ofVirtual().name("dreamcacher-request-" + live.id()).start(() -> run(live, request, access));
        return live;
    }

    private synchronized void admit(LiveRequest live, GenerationRequest request) {
        refuseIfStopping();
        forgetOld();
        if (underWay() >= MOST_UNDER_WAY) {
            throw DreamCacherException.busy("%,d requests are under way, which is as many as may; try again in 1 s."
                    .formatted(MOST_UNDER_WAY), Duration.ofSeconds(1));
        }
        initImages.take(RequestReader.initImageBytes(request));
        byId.put(live.id(), live);
    }

    private void refuseIfStopping() {
        if (stopping) {
            throw new DreamCacherException(FailureCategory.BUSY,
                    "The service is stopping and takes no more requests; start it again, then ask again.");
        }
    }

    private void run(LiveRequest live, GenerationRequest request, Access access) {
        Ended outcome;
        Instant begun = clock.instant();
        try {
            Answer answer = memory.answer(access, request, live, live.cancellation());
            meters.answered(answer);
            outcome = new Answered(Answers.of(answer, request.prompt()));
        } catch (RuntimeException | Error e) {
            meters.failed(category(e), Duration.between(begun, clock.instant()));
            outcome = new Failed(ProblemResponse.of(e));
        }
        initImages.giveBack(RequestReader.initImageBytes(request));
        synchronized (this) {
            finished.add(new Finished(live, clock.instant(), weight(outcome)));
            forgetOld();
        }
        live.finish(outcome);
    }

    private static FailureCategory category(Throwable failure) {
        return failure instanceof DreamCacherException known ? known.category() : FailureCategory.INTERNAL;
    }

    /** Characters of pictures that are nowhere else. */
    private static long weight(Ended outcome) {
        return switch (outcome) {
            case Answered answered -> answered.answer().unstoredCharacters();
            case Failed failed -> 0;
        };
    }

    /** A request by its name, unless it is unknown or forgotten. */
    synchronized Optional<LiveRequest> find(String id) {
        forgetOld();
        return Optional.ofNullable(byId.get(id));
    }

    private void forgetOld() {
        Instant oldest = clock.instant().minus(KEPT);
        long characters = finished.stream().mapToLong(Finished::weight).sum();
        while (!finished.isEmpty() && (finished.size() > MOST_KEPT || characters > MOST_KEPT_CHARACTERS
                || finished.peek().at().isBefore(oldest))) {
            Finished forgotten = finished.remove();
            characters -= forgotten.weight();
            byId.remove(forgotten.request().id());
        }
    }

    /**
     * Takes no more requests, stops those that wait, and gives those whose picture is being made some time to end.
     *
     * @param patience after which they are stopped too
     */
    public void stop(Duration patience) {
        List<LiveRequest> underWay;
        synchronized (this) {
            stopping = true;
            underWay = byId.values().stream().filter(live -> live.outcome().isEmpty()).toList();
        }
        underWay.stream().filter(live -> !live.running()).forEach(live -> live.cancellation().cancel());
        long deadline = System.nanoTime() + patience.toNanos();
        for (LiveRequest live : underWay) {
            if (!ended(live, deadline)) {
                live.cancellation().cancel();
            }
        }
    }

    private static boolean ended(LiveRequest live, long deadline) {
        try {
            return live.awaitOutcome(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
