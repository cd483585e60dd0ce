package io.dreamcacher.testkit.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.gate.Gate;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The gate of a calibration that was measured with another search model. */
final class MismatchedGateContractTest extends GateContract {
    @Override
    protected boolean opens() {
        return false;
    }

    @Override
    protected Gate gate() {
        return gate("cd".repeat(32), Pooling.END);
    }

    private static Gate gate(String fingerprint, Pooling pooling) {
        return CalibrationStoreContract.calibration(0.86)
                .gate(new EncoderDescription("some/clip", fingerprint, 128, 128, pooling));
    }

    private static String reason(Gate gate) {
        return gate.decide("a boat", new Gate.Candidate("a boat", false, 1, OptionalDouble.of(1))).reason();
    }

    @Test
    void gate_ofAnotherSearchModel_saysWhich() {
        assertThat(reason(gate()))
                .contains("measured with the search model teapots/clip, but this memory uses some/clip");
        assertThat(reason(gate("ab".repeat(32), Pooling.MEAN)))
                .contains("measured with END pooling, but this memory uses MEAN");
    }
}
