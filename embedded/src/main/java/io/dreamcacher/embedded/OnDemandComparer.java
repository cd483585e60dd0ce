package io.dreamcacher.embedded;

import io.dreamcacher.reuse.PromptComparer;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A comparer that is opened when it is first asked: reading a dictionary takes a second that most commands can do without. */
final class OnDemandComparer implements PromptComparer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<PromptComparer> opener;
    private @Nullable PromptComparer comparer;

    OnDemandComparer(Supplier<PromptComparer> opener) {
        this.opener = opener;
    }

    @Override
    public List<Feature> features() {
        return opened().features();
    }

    @Override
    public ReadPrompt prepare(String prompt) {
        return opened().prepare(prompt);
    }

    private PromptComparer opened() {
        lock.lock();
        try {
            PromptComparer found = comparer;
            if (found == null) {
                found = opener.get();
                comparer = found;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }
}
