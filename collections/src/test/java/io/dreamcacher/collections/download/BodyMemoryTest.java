package io.dreamcacher.collections.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class BodyMemoryTest {
    /** Two large bodies fill a quarter of the heap. */
    private final BodyMemory memory = new BodyMemory(3, 1000, 8000);

    @Test
    void place_moreThanThereAre_waitsForOneToBeClosed() throws InterruptedException, ExecutionException {
        BodyMemory.Place first = memory.place();
        memory.place();
        memory.place();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<BodyMemory.Place> fourth = threads.submit(memory::place);
            assertThat(fourth.isDone()).isFalse();

            first.close();

            assertThat(fourth.get()).isNotNull();
        }
    }

    @Test
    void grow_moreThanMayBeLarge_waitsForOneToBeClosed() throws InterruptedException, ExecutionException {
        BodyMemory.Place first = memory.place();
        first.grow();
        first.grow(); // is large already
        memory.place().grow();
        BodyMemory.Place third = memory.place();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> grown = threads.submit(() -> {
                third.grow();
                return "grown";
            });
            assertThat(grown.isDone()).isFalse();

            first.close();
            first.close(); // gives back once

            assertThat(grown.get()).isEqualTo("grown");
        }
    }

    @Test
    void grow_closedMeanwhile_holdsNothing() throws InterruptedException {
        BodyMemory.Place place = memory.place();
        place.close();

        place.grow();
        place.grow();

        memory.place().grow();
        memory.place().grow(); // both are there
    }
}
