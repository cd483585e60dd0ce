package io.dreamcacher.testkit.embedding;

import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.testkit.FakeSearchEncoder;

final class FakeSearchEncoderContractTest extends SearchEncoderContract {
    @Override
    protected SearchEncoder open() {
        return new FakeSearchEncoder();
    }
}
