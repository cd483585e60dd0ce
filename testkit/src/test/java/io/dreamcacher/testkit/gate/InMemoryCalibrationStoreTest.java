package io.dreamcacher.testkit.gate;

import io.dreamcacher.gate.CalibrationStore;
import io.dreamcacher.model.Fingerprint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

final class InMemoryCalibrationStoreTest extends CalibrationStoreContract {
    @Override
    protected List<CalibrationStore> twoProcesses() {
        Map<Fingerprint, String> table = new ConcurrentHashMap<>();
        return List.of(new InMemoryCalibrationStore(table), new InMemoryCalibrationStore(table));
    }
}
