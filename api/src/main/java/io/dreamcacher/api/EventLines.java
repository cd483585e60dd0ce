package io.dreamcacher.api;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;

/**
 * Server-sent events (WHATWG HTML, section 9.2) out of the HTTP client's lines. One thread reads the lines as they come,
 * so that whoever waits for the next event can look meanwhile whether there will be any. To be closed; used by one thread.
 */
final class EventLines implements AutoCloseable {
    private final Stream<String> lines;
    private final Connection connection;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();

    private sealed interface Item {
        record Line(String text) implements Item {}

        record Broken(UncheckedIOException failure) implements Item {}

        record End() implements Item {}
    }

    EventLines(Stream<String> lines, Connection connection) {
        this.lines = lines;
        this.connection = connection;
        Thread.ofVirtual().name("dreamcacher-events").start(this::read);
    }

    private void read() {
        try {
            Iterator<String> coming = lines.iterator();
            if (coming.hasNext()) {
                queue.add(new Item.Line(withoutByteOrderMark(coming.next())));
            }
            coming.forEachRemaining(line -> queue.add(new Item.Line(line)));
            queue.add(new Item.End());
        } catch (UncheckedIOException e) {
            queue.add(new Item.Broken(e));
        }
    }

    private static String withoutByteOrderMark(String first) {
        return first.startsWith("\uFEFF") ? first.substring(1) : first;
    }

    /** The next event of a kind that is known here; empty when the stream ended. */
    Optional<RequestEvent> next() {
        String name = "";
        StringBuilder data = new StringBuilder();
        while (true) {
            switch (await()) {
                case Item.Broken(UncheckedIOException failure) -> throw connection.unreachable(failure);
                case Item.End end -> {
                    return Optional.empty();
                }
                case Item.Line(String line) when line.isEmpty() -> {
                    Optional<RequestEvent> event = event(name, data);
                    if (event.isPresent()) {
                        return event;
                    }
                    name = "";
                    data.setLength(0);
                }
                case Item.Line(String line) when field(line).equals("event") -> name = value(line);
                case Item.Line(String line) when field(line).equals("data") -> data.append(value(line)).append('\n');
                case Item.Line comment -> {
                    // a heartbeat, or a field that nothing here needs
                }
            }
        }
    }

    /** A name without data is no event. */
    private Optional<RequestEvent> event(String name, StringBuilder data) {
        if (data.isEmpty()) {
            return Optional.empty();
        }
        try {
            return RequestEvent.read(name, data.toString());
        } catch (JacksonException e) {
            throw connection.notUnderstood(e.getClass().getSimpleName(), e);
        }
    }

    private static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static String value(String line) {
        String value = line.substring(Math.min(line.length(), field(line).length() + 1));
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    private Item await() {
        Connection.Watch watch = connection.watchForEvent();
        try {
            while (true) {
                Item item = queue.poll(watch.next().toMillis(), TimeUnit.MILLISECONDS);
                if (item != null) {
                    return item;
                }
                watch.requireAnswering();
            }
        } catch (InterruptedException e) {
            throw Connection.interrupted(e);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
