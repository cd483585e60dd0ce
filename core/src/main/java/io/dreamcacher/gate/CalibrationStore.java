package io.dreamcacher.gate;

import io.dreamcacher.model.Fingerprint;
import java.util.Optional;

/**
 * The calibrations of a memory, by the fingerprint of the model each was measured with. One that was put is found by every
 * reader's next question, also in other processes. Thread-safe; a question costs microseconds while nothing changes.
 */
public interface CalibrationStore {
    /**
     * The calibration of a model; empty when there is none.
     *
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_DATA when there is one that cannot be used
     */
    Optional<Calibration> find(Fingerprint model);

    /** Keeps the calibration of a model, durably, in place of any other of this model. */
    void put(Fingerprint model, Calibration calibration);

    /** Where a person puts the calibration of a model, or finds it, for messages. */
    String place(Fingerprint model);
}
