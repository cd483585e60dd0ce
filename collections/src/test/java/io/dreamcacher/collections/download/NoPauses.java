package io.dreamcacher.collections.download;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A clock that goes on only by pauses, which take no time. */
final class NoPauses implements Pauses {
    static final Instant START = Instant.parse("2026-12-01T00:00:00Z");

    private final List<Duration> pauses = new CopyOnWriteArrayList<>();

    @Override
    public Instant now() {
        return START.plus(pauses.stream().reduce(Duration.ZERO, Duration::plus));
    }

    @Override
    public void pause(Duration time) {
        pauses.add(time);
    }

    List<Duration> pauses() {
        return pauses;
    }
}
