package io.dreamcacher.diffusion.hub;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A body that must keep coming: in every span of time some bytes, else reading it fails. One thread reads; another one
 * watches until this is closed.
 */
final class SteadyBody extends FilterInputStream {
    private final Duration span;
    private final long least;
    private final Thread watch;
    private volatile long received;
    private volatile boolean stalled;

    private SteadyBody(InputStream in, Duration span, long least) {
        super(in);
        this.span = span;
        this.least = least;
        this.watch = Thread.ofVirtual().name("hub-body").start(this::watch);
    }

    /** A body of which some bytes must come in every span. */
    static SteadyBody of(InputStream in, Duration span, long least) {
        return new SteadyBody(in, span, least);
    }

    /** A body that must end within a time. */
    static SteadyBody endingWithin(Duration time, InputStream in) {
        return new SteadyBody(in, time, Long.MAX_VALUE);
    }

    private void watch() {
        long before = 0;
        try {
            do {
                before = received;
                Thread.sleep(span);
            } while (received - before >= least);
            stalled = true;
            in.close(); // wakes up whoever reads
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException e) {
            stalled = true;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the reader writes it
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int read = super.read(bytes, offset, length);
            if (stalled) {
                throw new IOException("stalled");
            }
            received += Math.max(read, 0);
            return read;
        } catch (IOException e) {
            throw stalled
                    ? new IOException("the answer came too slowly: %,d bytes in %d seconds or more".formatted(received,
                            span.toSeconds()), e)
                    : e;
        }
    }

    @Override
    public void close() throws IOException {
        watch.interrupt();
        super.close();
    }
}
