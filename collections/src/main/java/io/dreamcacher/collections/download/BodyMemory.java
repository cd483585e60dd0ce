package io.dreamcacher.collections.download;

import java.util.concurrent.Semaphore;

/**
 * Memory for bodies that come and are not stored yet: so many at once, and of large ones as many as fill a quarter of the heap
 * together. Thread-safe.
 */
final class BodyMemory {
    /** A body is large above this. */
    static final int SMALL_BYTES = 1 << 20;
    private static final int SHARE = 4;

    private final Semaphore places;
    private final Semaphore large;

    /** @param bodies how many at once; those of more than {@link #SMALL_BYTES} may be fewer */
    BodyMemory(int bodies, int mostBytes, long heapBytes) {
        this.places = new Semaphore(bodies, true);
        this.large = new Semaphore((int) Math.clamp(heapBytes / SHARE / mostBytes, 1L, Integer.MAX_VALUE), true);
    }

    /** Waits for a place for one body. */
    Place place() throws InterruptedException {
        places.acquire();
        return new Place();
    }

    /** Where one body is until it is closed; one thread fills it, another may close it. */
    final class Place implements AutoCloseable {
        private boolean isLarge;
        private boolean closed;

        /** Waits until this body may be large. */
        void grow() throws InterruptedException {
            if (!isLarge()) {
                large.acquire();
                hold();
            }
        }

        private synchronized boolean isLarge() {
            return isLarge;
        }

        private synchronized void hold() {
            if (closed) {
                large.release();
            } else {
                isLarge = true;
            }
        }

        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                places.release();
                if (isLarge) {
                    large.release();
                }
            }
        }
    }
}
