package io.dreamcacher.testkit.gate;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.gate.Gate;

final class CalibratedGateContractTest extends GateContract {
    @Override
    protected Gate gate() {
        return CalibrationStoreContract.calibration(0.86)
                .gate(new EncoderDescription("teapots/clip", "ab".repeat(32), 128, 128, Pooling.END));
    }
}
