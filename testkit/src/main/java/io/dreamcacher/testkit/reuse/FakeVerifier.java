package io.dreamcacher.testkit.reuse;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.reuse.Verifier;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A verifier without a network: the share of the asked prompt's words that the stored one has, from 0.01 to 0.99, whatever
 * their order. Hence a stored prompt may say more. Deterministic over runs and instances. Thread-safe.
 */
public final class FakeVerifier implements Verifier {
    /** Words of a prompt beyond these do not count, and the pair is cut. */
    public static final int MOST_WORDS = 75;

    private static final double LEAST = 0.01;

    private final AtomicInteger pairs = new AtomicInteger();
    private volatile boolean closed;

    /** How many pairs were read. */
    public int pairs() {
        return pairs.get();
    }

    @Override
    public Description description() {
        return new Description("fake-verifier", "f".repeat(64));
    }

    @Override
    public List<Verdict> verify(String asked, List<String> stored) {
        if (closed) {
            throw new IllegalStateException("the fake verifier is closed");
        }
        pairs.addAndGet(stored.size());
        List<String> its = words(asked);
        return stored.stream().map(other -> verdict(its, words(other))).toList();
    }

    private static Verdict verdict(List<String> asked, List<String> stored) {
        Set<String> there = Set.copyOf(read(stored));
        double share = read(asked).stream().mapToInt(word -> there.contains(word) ? 1 : 0).average().orElse(1);
        return new Verdict(LEAST + (1 - 2 * LEAST) * share, asked.size() > MOST_WORDS || stored.size() > MOST_WORDS);
    }

    private static List<String> words(String prompt) {
        return List.of(PromptKey.of(prompt).value().split(" "));
    }

    private static List<String> read(List<String> words) {
        return words.subList(0, Math.min(words.size(), MOST_WORDS));
    }

    @Override
    public void close() {
        closed = true;
    }
}
