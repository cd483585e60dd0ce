package io.dreamcacher.diffusion.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network loaded into ONNX Runtime. It owns the native session and everything a call makes; closing waits for running
 * calls. Thread-safe: calls may overlap, and share the session's threads.
 */
public final class OnnxSession implements AutoCloseable {
    private final String name;
    private final OrtSession session;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxSession(String name, OrtSession session) {
        this.name = name;
        this.session = session;
    }

    /**
     * Loads a graph and its weights.
     *
     * @param name
     *            what the network is, for messages
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if ONNX Runtime refuses the graph, {@code EXHAUSTED} if memory runs out
     */
    public static OnnxSession load(String name, OnnxGraph graph, Weights weights, SessionSettings settings) {
        try (OrtSession.SessionOptions options = options(weights, settings);
                MadeTensors made = MadeTensors.of(weights.made(graph))) {
            made.addTo(options);
            return new OnnxSession(name, OnnxEnvironment.ORT.createSession(graph.toModel(), options));
        } catch (OrtException e) {
            throw failure(FailureCategory.BAD_MODEL, "ONNX Runtime must accept the graph of " + name, e);
        }
    }

    private static OrtSession.SessionOptions options(Weights weights, SessionSettings settings) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0"); // idle threads leave the processor to others
            options.addConfigEntry("session.model_external_initializers_file_folder_path", weights.folder().toString());
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }

    /**
     * Runs the network once.
     *
     * @param inputs
     *            every input of the graph, by name
     * @param outputs
     *            names of the outputs to return, in this order
     * @return new tensors, owned by the caller
     * @throws DreamCacherException
     *             {@code EXHAUSTED} if memory runs out, {@code INTERNAL} if the runtime fails otherwise
     * @throws IllegalStateException
     *             if the session is closed
     */
    public List<FloatTensor> run(Map<String, ? extends Tensor> inputs, String... outputs) {
        Lock reading = open.readLock();
        reading.lock();
        Map<String, OnnxTensor> natives = new HashMap<>();
        try {
            if (closed) {
                throw new IllegalStateException("The session of " + name + " is closed");
            }
            for (Map.Entry<String, ? extends Tensor> input : inputs.entrySet()) {
                natives.put(input.getKey(), toNative(input.getValue()));
            }
            try (OrtSession.Result result = session.run(natives, Set.of(outputs))) {
                return collect(result, outputs);
            }
        } catch (OrtException e) {
            throw failure(FailureCategory.INTERNAL, "ONNX Runtime must be able to run " + name, e);
        } finally {
            natives.values().forEach(OnnxTensor::close);
            reading.unlock();
        }
    }

    private static OnnxTensor toNative(Tensor tensor) throws OrtException {
        long[] sizes = tensor.shape().toArray();
        return switch (tensor) {
            case FloatTensor floats ->
                OnnxTensor.createTensor(OnnxEnvironment.ORT, FloatBuffer.wrap(floats.values()), sizes);
            case LongTensor longs ->
                OnnxTensor.createTensor(OnnxEnvironment.ORT, LongBuffer.wrap(longs.values()), sizes);
        };
    }

    private static List<FloatTensor> collect(OrtSession.Result result, String... outputs) {
        List<FloatTensor> tensors = new ArrayList<>();
        for (String output : outputs) {
            OnnxValue value = result.get(output).orElseThrow();
            tensors.add(fromNative((OnnxTensor) value));
        }
        return tensors;
    }

    private static FloatTensor fromNative(OnnxTensor tensor) {
        return new FloatTensor(Shape.of(tensor.getInfo().getShape()), tensor.getFloatBuffer().array());
    }

    /** Frees the native session after running calls have ended. Closing twice is allowed. */
    @Override
    public void close() {
        Lock writing = open.writeLock();
        writing.lock();
        try {
            if (!closed) {
                session.close();
            }
            closed = true;
        } catch (OrtException e) {
            throw failure(FailureCategory.INTERNAL, "ONNX Runtime must be able to free " + name, e);
        } finally {
            writing.unlock();
        }
    }

    private static DreamCacherException failure(FailureCategory category, String rule, OrtException cause) {
        String message = String.valueOf(cause.getMessage());
        boolean memory = message.contains("bad_alloc") || message.contains("Failed to allocate");
        return new DreamCacherException(memory ? FailureCategory.EXHAUSTED : category,
                rule + (memory ? "; it ran out of memory: " : "; it said: ") + message
                        + (memory ? " Choose a smaller picture or free some memory." : ""),
                cause);
    }
}
