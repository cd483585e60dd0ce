package io.dreamcacher.server;

import io.dreamcacher.access.Access;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.requests.BackgroundCheck;
import io.dreamcacher.server.requests.LiveRequests;
import io.dreamcacher.server.requests.Starters;
import io.dreamcacher.server.requests.WarmUp;
import io.dreamcacher.server.security.Visitors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Serves one open memory; closes in the order that loses nothing: requests, web server, memory. */
final class MemoryServer implements RunningService {
    /** How long the picture being made may take to end when the service stops. */
    private static final Duration LAST_PICTURE = Duration.ofSeconds(10);
    private static final Logger LOG = System.getLogger(MemoryServer.class.getName());

    private final WebServer server;
    private final ServiceParts parts;
    private final BackgroundCheck check;
    private final Runnable afterwards;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);

    private MemoryServer(WebServer server, ServiceParts parts, BackgroundCheck check, Runnable afterwards) {
        this.server = server;
        this.parts = parts;
        this.check = check;
        this.afterwards = afterwards;
    }

    /**
     * Listens, and opens the index in the background.
     *
     * @param starters of the default model
     * @param options where it listens, its limits and defaults
     * @param token of the owner
     * @param afterwards closes the memory
     */
    static MemoryServer start(DreamMemory memory, Starters starters, ServiceOptions options, String token,
            Runnable afterwards) {
        String host = options.host();
        ServiceParts parts = new ServiceParts(memory,
                new LiveRequests(memory, options.limits(), options.reuse(), InstantSource.system()),
                new WarmUp(memory, starters), new Readiness(), options.limits(), new Visitors(token, host), host);
        WebServer server = WebServer.start(parts, options.port());
        Thread.ofVirtual().name("dreamcacher-opening").start(() -> openIndex(memory, parts.readiness()));
        BackgroundCheck check = new BackgroundCheck(memory, parts.requests(), BackgroundCheck.Pace.USUAL);
        check.start();
        return new MemoryServer(server, parts, check, afterwards);
    }

    WebServer server() {
        return server;
    }

    /** Statistics count what the index holds, so they open it. */
    private static void openIndex(DreamMemory memory, Readiness readiness) {
        try {
            memory.stats(Access.LOCAL);
            readiness.enter(Readiness.Phase.UP);
        } catch (RuntimeException e) {
            readiness.enter(Readiness.Phase.DOWN);
            LOG.log(Level.ERROR, "The index cannot be opened: " + e.getMessage(), e);
        }
    }

    @Override
    public URI address() {
        return server.address();
    }

    @Override
    public void awaitStop() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            awaitStop();
            return;
        }
        try {
            parts.readiness().enter(Readiness.Phase.STOPPING);
            parts.warmUp().stop();
            parts.requests().stop(LAST_PICTURE);
        } finally {
            stopCheck();
        }
    }

    private void stopCheck() {
        try {
            check.stop();
        } finally {
            closeBehind();
        }
    }

    private void closeBehind() {
        try {
            server.close();
        } finally {
            try {
                afterwards.run();
            } finally {
                closed.countDown();
            }
        }
    }
}
