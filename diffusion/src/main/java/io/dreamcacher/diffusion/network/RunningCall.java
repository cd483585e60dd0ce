package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;

/** A run of a network that another thread may stop. Thread-safe; owned by the thread that runs. */
final class RunningCall implements AutoCloseable {
    private final RunOptions options = newOptions();
    private boolean interrupted;
    private boolean ended;

    private static RunOptions newOptions() {
        try {
            return new RunOptions();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime must be able to begin a run", e);
        }
    }

    /** What the run is begun with. */
    RunOptions options() {
        return options;
    }

    /** Makes the run fail at its next operator; does nothing once it has ended. */
    synchronized void interrupt() {
        if (ended) {
            return;
        }
        interrupted = true;
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime must be able to stop a run", e);
        }
    }

    synchronized boolean interrupted() {
        return interrupted;
    }

    @Override
    public synchronized void close() {
        ended = true;
        options.close();
    }
}
