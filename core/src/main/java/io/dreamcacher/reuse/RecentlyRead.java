package io.dreamcacher.reuse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What was made of texts lately: of each once, as long as it is among those used last. Thread-safe; one text is read at a time.
 *
 * @param <V> what is made of a text
 */
public final class RecentlyRead<V> {
    private static final float LOAD = 0.75f;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, V> kept;

    /**
     * Nothing yet.
     *
     * @param most texts that are kept, 1 or more
     */
    public RecentlyRead(int most) {
        this.kept = new LinkedHashMap<>(16, LOAD, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** What was made of a text, or is made of it now. */
    public V get(String text, Function<String, V> read) {
        lock.lock();
        try {
            V found = kept.get(text);
            if (found == null) {
                found = read.apply(text);
                kept.put(text, found);
            }
            return found;
        } finally {
            lock.unlock();
        }
    }
}
