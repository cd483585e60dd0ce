package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The images of one request, as many at a time as its generator takes: one after the other where it takes one, so that
 * somebody else's may come between. When one fails, the caller waits for none of the others.
 */
final class ImagesTogether {
    private final Cancellation all = new Cancellation();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    private ImagesTogether() {}

    /** Makes one image of several. */
    interface Making {
        /**
         * Makes it.
         *
         * @param image from 0 on
         * @param stop says when to stop waiting for it
         */
        ImageAnswer make(int image, Cancellation stop);
    }

    /**
     * Makes images.
     *
     * @param atOnce how many at a time, 1 or more
     * @return them in their order
     */
    static List<ImageAnswer> of(int images, int atOnce, Making making, Cancellation cancellation) {
        int width = Math.min(atOnce, images);
        return width <= 1
                ? IntStream.range(0, images).mapToObj(image -> making.make(image, cancellation)).toList()
                : new ImagesTogether().make(images, width, making, cancellation);
    }

    private List<ImageAnswer> make(int images, int width, Making making, Cancellation cancellation) {
        Runnable stop = all::cancel;
        cancellation.onCancel(stop);
        try (ExecutorService threads = Executors.newFixedThreadPool(width,
                Thread.ofVirtual().name("dreamcacher-image-", 0).factory())) {
            List<Future<ImageAnswer>> made = new ArrayList<>();
            for (int i = 0; i < images; i++) {
                int image = i;
                made.add(threads.submit(() -> one(image, making)));
            }
            return made.stream().map(this::await).toList();
        } finally {
            cancellation.forget(stop);
        }
    }

    private ImageAnswer one(int image, Making making) {
        try {
            return making.make(image, all);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            all.cancel();
            throw e;
        }
    }

    private ImageAnswer await(Future<ImageAnswer> image) {
        try {
            return image.get();
        } catch (ExecutionException e) {
            RuntimeException first = failure.get();
            throw first != null
                    ? first
                    : new DreamCacherException(FailureCategory.INTERNAL, "The generation failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            all.cancel();
            Thread.currentThread().interrupt();
            throw InFlightGeneration.cancelled();
        }
    }
}
