package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.memory.Flight.Passenger;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;

/** Single-flight: for N identical requests at the same time, one generation. Thread-safe. */
final class Flights {
    private final GenerationQueue queue;
    private final Map<String, Flight> underWay = new HashMap<>();

    Flights(GenerationQueue queue) {
        this.queue = queue;
    }

    /**
     * Waits for an image, made by {@code work} unless the same key is already being worked on.
     *
     * @param joined told the image when somebody else's flight made it
     * @throws DreamCacherException with CANCELLED when this caller cancelled, BUSY when the queue is full
     */
    ImageAnswer fly(String key, Passenger passenger, Cancellation cancellation,
            Function<GenerationProgress, ImageAnswer> work, Consumer<ImageAnswer> joined) {
        Flight flight;
        boolean own;
        synchronized (this) {
            Flight known = underWay.get(key);
            own = known == null || !known.board(passenger, false);
            flight = own || known == null ? takeOff(key, passenger, work) : known;
        }
        if (own) {
            submit(flight);
        }
        ImageAnswer answer = awaitCancellably(flight, passenger, cancellation);
        if (!own) {
            joined.accept(answer);
        }
        return answer;
    }

    private Flight takeOff(String key, Passenger passenger, Function<GenerationProgress, ImageAnswer> work) {
        Flight flight = new Flight(work, landed -> landed(key, landed));
        flight.board(passenger, true);
        underWay.put(key, flight);
        return flight;
    }

    private void submit(Flight flight) {
        try {
            queue.submit(flight);
        } catch (DreamCacherException e) {
            flight.refused(e);
        }
    }

    private ImageAnswer awaitCancellably(Flight flight, Passenger passenger, Cancellation cancellation) {
        CompletableFuture<ImageAnswer> landing = flight.landing();
        Runnable leave = () -> {
            if (flight.leave(passenger) && queue.withdraw(flight)) {
                flight.refused(Flight.cancelled());
            }
            landing.completeExceptionally(Flight.cancelled());
        };
        cancellation.onCancel(leave);
        try {
            return await(landing);
        } finally {
            cancellation.forget(leave);
        }
    }

    private synchronized void landed(String key, Flight flight) {
        underWay.remove(key, flight);
    }

    private static ImageAnswer await(CompletableFuture<ImageAnswer> landing) {
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
