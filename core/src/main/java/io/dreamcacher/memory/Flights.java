package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.memory.Flight.Passenger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Single-flight: for N identical requests at the same time, one generation. Thread-safe. */
final class Flights {
    private final GenerationQueue queue;
    private final Map<String, Flight> underWay = new HashMap<>();

    Flights(GenerationQueue queue) {
        this.queue = queue;
    }

    /**
     * Waits for a picture, made by {@code work} unless the same key is already being worked on.
     *
     * @throws DreamCacherException with CANCELLED when this caller cancelled, BUSY when the queue is full
     */
    PictureAnswer fly(String key, Passenger passenger, Cancellation cancellation,
            Function<GenerationProgress, PictureAnswer> work) {
        Flight flight = board(key, passenger, work);
        CompletableFuture<PictureAnswer> landing = flight.landing();
        cancellation.onCancel(() -> {
            flight.leave(passenger);
            landing.completeExceptionally(Flight.cancelled());
        });
        return await(landing);
    }

    private Flight board(String key, Passenger passenger, Function<GenerationProgress, PictureAnswer> work) {
        Flight flight;
        synchronized (this) {
            Flight known = underWay.get(key);
            if (known != null && known.board(passenger, false)) {
                return known;
            }
            flight = new Flight(work, landed -> landed(key, landed));
            flight.board(passenger, true);
            underWay.put(key, flight);
        }
        try {
            queue.submit(flight);
        } catch (DreamCacherException e) {
            flight.refused(e);
        }
        return flight;
    }

    private synchronized void landed(String key, Flight flight) {
        underWay.remove(key, flight);
    }

    private static PictureAnswer await(CompletableFuture<PictureAnswer> landing) {
        try {
            return landing.join();
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
}
