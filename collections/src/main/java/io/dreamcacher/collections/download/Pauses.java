package io.dreamcacher.collections.download;

import java.time.Duration;
import java.time.Instant;

/** Clock and pauses; tests have their own, in which no time passes. */
interface Pauses {
    /** Those of this machine. */
    Pauses SYSTEM = new Pauses() {
        @Override
        public Instant now() {
            return Instant.now();
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(time);
        }
    };

    /** The time of day, which Retry-After may name. */
    Instant now();

    /** Waits on the thread that calls. */
    void pause(Duration time) throws InterruptedException;
}
