package io.dreamcacher.testkit.reuse;

import io.dreamcacher.reuse.Verifier;

final class FakeVerifierTest extends VerifierContract {
    @Override
    protected Verifier open() {
        return new FakeVerifier();
    }
}
