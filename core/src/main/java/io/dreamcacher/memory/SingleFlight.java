package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.lease.Leases.Lease;
import io.dreamcacher.memory.InFlightGeneration.Waiter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Single-flight: for N identical requests at the same time, one generation. In this process they join what is in flight;
 * whoever begins one claims its key, so that of several processes one makes the image and the others wait until it is
 * remembered, or until the maker's lease has ended. Thread-safe.
 */
final class SingleFlight implements AutoCloseable {
    /** A maker that died keeps others waiting this long at most. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private final Leases leases;
    private final LeaseKeeper keeper;
    private final Duration poll;
    private final Map<String, InFlightGeneration> inFlight = new HashMap<>();
    private final Map<InFlightGeneration, LeaseKeeper.Kept> held = new ConcurrentHashMap<>();

    /**
     * @param leases claims of every process that remembers in the same place
     * @param poll how often to look whether another process is done
     */
    SingleFlight(Leases leases, Duration poll) {
        this.leases = leases;
        this.keeper = new LeaseKeeper(leases, TIME_TO_LIVE);
        this.poll = poll;
    }

    /** What a missing image is made by, and how it is found when somebody else has made it. */
    interface Work {
        /** The image, when it was remembered since it was missed. */
        Optional<ImageAnswer> found();

        /** Makes it. */
        ImageAnswer make(GenerationProgress progress);
    }

    /**
     * Waits for an image, made by {@code work} unless the same key is already being worked on.
     *
     * @param lane where generations of this model join the line
     * @param joined told the image when another request's generation made it
     * @throws DreamCacherException with CANCELLED when this caller cancelled, BUSY when the queue is full
     */
    ImageAnswer await(String key, GenerationQueue.Lane lane, Waiter waiter, Cancellation cancellation, Work work,
            Consumer<ImageAnswer> joined) {
        InFlightGeneration generation;
        boolean own;
        synchronized (inFlight) {
            InFlightGeneration known = inFlight.get(key);
            own = known == null || !known.join(waiter, false);
            generation = own || known == null ? begin(key, waiter, work) : known;
        }
        if (own) {
            claim(key, generation, lane, work);
        }
        ImageAnswer answer = awaitCancellably(generation, lane, waiter, cancellation);
        if (!own) {
            joined.accept(answer);
        }
        return answer;
    }

    /**
     * An equal generation may have ended between this request's look into the memory and its claim; its image is the
     * answer then, so that N requests never make N images.
     */
    private InFlightGeneration begin(String key, Waiter waiter, Work work) {
        InFlightGeneration generation = new InFlightGeneration(
                progress -> work.found().orElseGet(() -> work.make(progress)), ended -> ended(key, ended));
        generation.join(waiter, true);
        inFlight.put(key, generation);
        return generation;
    }

    private void claim(String key, InFlightGeneration generation, GenerationQueue.Lane lane, Work work) {
        try {
            Optional<Lease> lease = leases.claim(leaseKey(key), TIME_TO_LIVE);
            if (lease.isPresent()) {
                submit(lease.get(), generation, lane);
            } else {
                Thread.ofVirtual()
                        .name("dreamcacher-elsewhere")
                        .start(() -> awaitElsewhere(key, generation, lane, work));
            }
        } catch (DreamCacherException e) {
            generation.refused(e);
        }
    }

    /** Another process makes this image; when it does not, because it failed or died, this one does. */
    private void awaitElsewhere(String key, InFlightGeneration generation, GenerationQueue.Lane lane, Work work) {
        try {
            while (!generation.abandoned()) {
                Optional<ImageAnswer> found = work.found();
                if (found.isPresent()) {
                    generation.complete(found.get());
                    return;
                }
                Optional<Lease> lease = leases.claim(leaseKey(key), TIME_TO_LIVE);
                if (lease.isPresent()) {
                    submit(lease.get(), generation, lane);
                    return;
                }
                Thread.sleep(poll);
            }
            generation.refused(InFlightGeneration.cancelled());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            generation.refused(InFlightGeneration.cancelled());
        } catch (RuntimeException e) {
            generation.refused(e instanceof DreamCacherException known
                    ? known
                    : new DreamCacherException(FailureCategory.INTERNAL, "Waiting for another process failed: " + e,
                            e));
        }
    }

    private void submit(Lease lease, InFlightGeneration generation, GenerationQueue.Lane lane) {
        held.put(generation, keeper.keep(lease));
        try {
            lane.submit(generation);
        } catch (DreamCacherException e) {
            generation.refused(e);
        }
    }

    private static String leaseKey(String key) {
        return "generation " + key;
    }

    private ImageAnswer awaitCancellably(InFlightGeneration generation, GenerationQueue.Lane lane, Waiter waiter,
            Cancellation cancellation) {
        CompletableFuture<ImageAnswer> result = generation.result();
        Runnable leave = () -> {
            if (generation.leave(waiter) && lane.withdraw(generation)) {
                generation.refused(InFlightGeneration.cancelled());
            }
            result.completeExceptionally(InFlightGeneration.cancelled());
        };
        cancellation.onCancel(leave);
        try {
            return await(result);
        } finally {
            cancellation.forget(leave);
        }
    }

    /** The lease is given back before anybody here could claim the key again. */
    private void ended(String key, InFlightGeneration generation) {
        Optional.ofNullable(held.remove(generation)).ifPresent(LeaseKeeper.Kept::close);
        synchronized (inFlight) {
            inFlight.remove(key, generation);
        }
    }

    private static ImageAnswer await(CompletableFuture<ImageAnswer> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    /** Every waiting caller gets an exception of its own: they are thrown on several threads. */
    private static DreamCacherException unwrapped(CompletionException e) {
        if (e.getCause() instanceof DreamCacherException known) {
            return known.retryAfter()
                    .map(wait -> DreamCacherException.busy(known.getMessage(), wait))
                    .orElseGet(() -> new DreamCacherException(known.category(), known.getMessage(), known));
        }
        return new DreamCacherException(FailureCategory.INTERNAL,
                "The generation failed: %s".formatted(e.getCause()), e);
    }

    @Override
    public void close() {
        keeper.close();
    }
}
