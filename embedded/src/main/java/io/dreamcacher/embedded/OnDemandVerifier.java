package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.network.OnDemand;
import io.dreamcacher.reuse.Verifier;
import java.util.List;
import java.util.function.Supplier;

/**
 * A verifier that is opened when it is first asked, or asked which one it is. If that fails, the next question tries again.
 * Thread-safe; owns what it opened.
 */
final class OnDemandVerifier implements Verifier {
    private final OnDemand<Verifier> verifier;

    OnDemandVerifier(Supplier<Verifier> opener) {
        this.verifier = new OnDemand<>("the verifier", opener, Verifier::close);
    }

    @Override
    public Description description() {
        return verifier.shared().description();
    }

    @Override
    public List<Verdict> verify(String asked, List<String> stored) {
        return verifier.shared().verify(asked, stored);
    }

    @Override
    public void close() {
        verifier.close();
    }
}
