package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.concurrent.CompletableFuture;

/**
 * ONNX Runtime's environment, one a process; its first use loads the native library.
 *
 * <p>It is made on a thread with a large stack. Microsoft's telemetry, which ONNX Runtime 1.29 starts on Linux too,
 * matches /proc/self/cmdline with a recursive regular expression: a command line of four thousand characters, such as one
 * with a class path in it, overflows the megabyte of an ordinary thread, and the process ends without a word. Telemetry
 * is turned off as soon as there is something to turn it off at.
 */
final class OnnxEnvironment {
    static final OrtEnvironment ORT = make();

    /** Room for a command line of a million characters; only reserved: pages that are never touched cost nothing. */
    private static final long STACK_BYTES = 256L << 20;

    private OnnxEnvironment() {}

    private static OrtEnvironment make() {
        CompletableFuture<OrtEnvironment> made = new CompletableFuture<>();
        new Thread(null, new Making(made), "dreamcacher-onnx", STACK_BYTES).start();
        return made.join();
    }

    /** A class of its own: the one around it is being initialised by the thread that waits. */
    private record Making(CompletableFuture<OrtEnvironment> made) implements Runnable {
        @Override
        public void run() {
            try {
                OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
                        "dreamcacher");
                environment.setTelemetry(false);
                made.complete(environment);
            } catch (OrtException | RuntimeException | Error e) {
                made.completeExceptionally(e);
            }
        }
    }
}
