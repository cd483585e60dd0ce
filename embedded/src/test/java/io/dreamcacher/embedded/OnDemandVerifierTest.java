package io.dreamcacher.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.reuse.Verifier;
import io.dreamcacher.testkit.reuse.FakeVerifier;
import io.dreamcacher.testkit.reuse.VerifierContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OnDemandVerifierTest extends VerifierContract {
    @Override
    protected Verifier open() {
        return new OnDemandVerifier(FakeVerifier::new);
    }

    @Test
    void verify_often_opensOnceAtTheFirst() {
        List<FakeVerifier> opened = new ArrayList<>();
        Verifier verifier = new OnDemandVerifier(() -> {
            opened.add(new FakeVerifier());
            return opened.getFirst();
        });
        assertThat(opened).isEmpty();

        var unused = verifier.verify("a", List.of("b"));
        var unusedVerdicts = verifier.verify("a", List.of("b", "c"));
        verifier.close();

        assertThat(opened).hasSize(1);
        assertThat(opened.getFirst().pairs()).isEqualTo(3);
        assertThatThrownBy(() -> opened.getFirst().verify("a", List.of("b"))).as("it is closed with its owner")
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void verify_openingFailed_triesAgain() {
        List<Verifier> opened = new ArrayList<>();
        Verifier verifier = new OnDemandVerifier(() -> {
            opened.add(new FakeVerifier());
            if (opened.size() == 1) {
                throw DreamCacherException.badRequest("not now");
            }
            return opened.getLast();
        });

        assertThatThrownBy(() -> verifier.verify("a", List.of("b"))).hasMessage("not now");
        assertThat(verifier.verify("a", List.of("b"))).hasSize(1);
    }
}
