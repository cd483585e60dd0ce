package io.dreamcacher.embedded;

import io.dreamcacher.reuse.Verifier;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A verifier that is opened when it is first asked, or asked which one it is. If that fails, the next question tries again.
 * Thread-safe; owns what it opened.
 */
final class OnDemandVerifier implements Verifier {
    private final ReentrantLock lock = new ReentrantLock();
    private final Supplier<Verifier> opener;
    private @Nullable Verifier verifier;
    private boolean closed;

    OnDemandVerifier(Supplier<Verifier> opener) {
        this.opener = opener;
    }

    @Override
    public Description description() {
        return opened().description();
    }

    @Override
    public List<Verdict> verify(String asked, List<String> stored) {
        return opened().verify(asked, stored);
    }

    private Verifier opened() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the verifier is closed");
            }
            Verifier found = verifier;
            if (found == null) {
                found = opener.get();
                verifier = found;
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (verifier != null) {
                verifier.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
