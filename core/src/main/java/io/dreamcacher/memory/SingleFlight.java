package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.lease.Leases.Lease;
import io.dreamcacher.memory.InFlightGeneration.Waiter;
import io.dreamcacher.request.MemoryUse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Single-flight: for N identical requests at the same time, one generation. In this process they join what is in flight;
 * whoever begins one claims its key, so that of several processes one makes the image and the others wait until it is
 * remembered, or until the maker's lease has ended. A request in other words may follow what is in flight in this process,
 * and asks the memory again when that has ended. Thread-safe.
 */
final class SingleFlight implements AutoCloseable {
    /** A maker that died keeps others waiting this long at most. */
    private static final Duration TIME_TO_LIVE = Duration.ofSeconds(30);

    private final Leases leases;
    private final LeaseKeeper keeper;
    private final Duration poll;
    private final Map<String, InFlightGeneration> inFlight = new HashMap<>();
    /** Of those in flight whose image will be remembered, by the settings they have in common; in the order they began. */
    private final Map<String, Set<Leader>> leaders = new HashMap<>();
    private final Map<InFlightGeneration, LeaseKeeper.Kept> held = new ConcurrentHashMap<>();
    private long ended;

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

        /** Told the image when an equal request's generation made it. */
        void joined(ImageAnswer image);
    }

    /**
     * A missing image.
     *
     * @param key of those who share a generation of it
     * @param lane where generations of this model join the line
     * @param asked by whom, and for what
     * @param near what this request may follow besides; empty where only its own image will do
     */
    record Wanted(String key, GenerationQueue.Lane lane, ResolvedRequest asked, Optional<NearInFlight> near) {
        /** Whether others may follow: what is not remembered is nobody else's. */
        private boolean leads() {
            return asked.request.memory().use() != MemoryUse.NONE;
        }
    }

    /**
     * A generation in flight that requests in other words may follow.
     *
     * @param asked whose it was first
     * @param lane it waits in
     */
    record Leader(ResolvedRequest asked, InFlightGeneration generation, GenerationQueue.Lane lane) {}

    /** How many generations have ended so far: what was looked up when there were fewer may be found now. */
    long ended() {
        synchronized (inFlight) {
            return ended;
        }
    }

    /**
     * Waits for an image, made by {@code work} unless an equal request is being worked on already, or one that is near
     * enough to follow. What is near is found out without the lock: a request begins one of its own only once it has
     * looked at all that are in flight.
     *
     * @return the image; empty when the memory is to be asked again, because something that may do has been remembered
     * @throws DreamCacherException with CANCELLED when this caller cancelled, BUSY when the queue is full
     */
    Optional<ImageAnswer> await(Wanted wanted, Waiter waiter, Cancellation cancellation, Work work) {
        while (true) {
            List<Leader> unknown = List.of();
            Optional<InFlightGeneration> equal;
            Optional<InFlightGeneration> own = Optional.empty();
            synchronized (inFlight) {
                equal = Optional.ofNullable(inFlight.get(wanted.key)).filter(known -> known.join(waiter, false));
                if (equal.isEmpty()) {
                    if (wanted.near.filter(near -> near.mustLookAgain(ended)).isPresent()) {
                        return Optional.empty();
                    }
                    unknown = wanted.near.map(near -> near.unknown(leaders(wanted))).orElse(List.of());
                    own = unknown.isEmpty() ? Optional.of(begin(wanted, waiter, work)) : Optional.empty();
                }
            }
            if (equal.isPresent()) {
                ImageAnswer answer = awaitCancellably(equal.get(), wanted.lane, waiter, cancellation);
                work.joined(answer);
                return Optional.of(answer);
            }
            if (own.isPresent()) {
                claim(wanted.key, own.get(), wanted.lane, work);
                return Optional.of(awaitCancellably(own.get(), wanted.lane, waiter, cancellation));
            }
            Optional<Leader> leader = wanted.near.orElseThrow().choose(unknown);
            if (leader.isPresent()) {
                follow(leader.get(), waiter, cancellation);
                return Optional.empty();
            }
        }
    }

    /** Called with the lock held. */
    private Collection<Leader> leaders(Wanted wanted) {
        return leaders.getOrDefault(wanted.asked.identity.settingsKey(), Set.of());
    }

    /** Waits until it has ended; what its prompt was refused for is no word on another prompt. */
    private void follow(Leader leader, Waiter waiter, Cancellation cancellation) {
        if (!leader.generation.join(waiter, false)) {
            return;
        }
        try {
            awaitCancellably(leader.generation, leader.lane, waiter, cancellation);
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.REFUSED) {
                throw e;
            }
        }
    }

    /**
     * An equal generation may have ended between this request's look into the memory and its claim; its image is the
     * answer then, so that N requests never make N images. Called with the lock held.
     */
    private InFlightGeneration begin(Wanted wanted, Waiter waiter, Work work) {
        InFlightGeneration generation = new InFlightGeneration(
                progress -> work.found().orElseGet(() -> work.make(progress)), gone -> ended(wanted, gone));
        generation.join(waiter, true);
        inFlight.put(wanted.key, generation);
        if (wanted.leads()) {
            leaders.computeIfAbsent(wanted.asked.identity.settingsKey(), key -> new LinkedHashSet<>())
                    .add(new Leader(wanted.asked, generation, wanted.lane));
        }
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
    private void ended(Wanted wanted, InFlightGeneration generation) {
        Optional.ofNullable(held.remove(generation)).ifPresent(LeaseKeeper.Kept::close);
        synchronized (inFlight) {
            inFlight.remove(wanted.key, generation);
            leaders.computeIfPresent(wanted.asked.identity.settingsKey(), (key, leading) -> {
                leading.remove(new Leader(wanted.asked, generation, wanted.lane));
                return leading.isEmpty() ? null : leading;
            });
            ended++;
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
