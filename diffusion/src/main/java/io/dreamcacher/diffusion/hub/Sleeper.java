package io.dreamcacher.diffusion.hub;

import java.time.Duration;

/** Waits; tests do not. */
interface Sleeper {
    /** Waits on the thread that calls. */
    Sleeper SYSTEM = Thread::sleep;

    void sleep(Duration time) throws InterruptedException;
}
