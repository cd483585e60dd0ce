package io.dreamcacher.cli.client;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Lines that a service sends while it works. One thread reads them as they come, so that whoever waits for the next one
 * can look meanwhile whether there will be any. To be closed; used by one thread.
 */
final class EventLines implements Iterator<String>, AutoCloseable {
    private final Stream<String> lines;
    private final ServiceClient service;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>();
    private Optional<Item> next = Optional.empty();

    private sealed interface Item {
        record Line(String text) implements Item {}

        record Broken(UncheckedIOException failure) implements Item {}

        record End() implements Item {}
    }

    EventLines(Stream<String> lines, ServiceClient service) {
        this.lines = lines;
        this.service = service;
        Thread.ofVirtual().name("event-lines").start(this::read);
    }

    private void read() {
        try {
            lines.forEach(line -> queue.add(new Item.Line(line)));
            queue.add(new Item.End());
        } catch (UncheckedIOException e) {
            queue.add(new Item.Broken(e));
        }
    }

    @Override
    public boolean hasNext() {
        return switch (item()) {
            case Item.Line line -> true;
            case Item.End end -> false;
            case Item.Broken(UncheckedIOException failure) -> throw service.unreachable(failure);
        };
    }

    @Override
    public String next() {
        if (item() instanceof Item.Line(String text)) {
            next = Optional.empty();
            return text;
        }
        throw new NoSuchElementException("the service sends no more lines");
    }

    private Item item() {
        Item item = next.orElseGet(this::await);
        next = Optional.of(item);
        return item;
    }

    private Item await() {
        ServiceClient.Watch watch = service.watchForEvent();
        try {
            while (true) {
                Item item = queue.poll(watch.next().toMillis(), TimeUnit.MILLISECONDS);
                if (item != null) {
                    return item;
                }
                watch.requireAnswering();
            }
        } catch (InterruptedException e) {
            throw ServiceClient.interrupted(e);
        }
    }

    @Override
    public void close() {
        lines.close();
    }
}
