package io.dreamcacher.testkit.gate;

import io.dreamcacher.gate.Gate;

final class ClosedGateContractTest extends GateContract {
    @Override
    protected boolean opens() {
        return false;
    }

    @Override
    protected Gate gate() {
        return Gate.closed("The model has no calibration.");
    }
}
