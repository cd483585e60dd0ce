package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A network loaded into ONNX Runtime. It owns the native session and everything a call makes; closing waits for running
 * calls. Thread-safe: calls may overlap, and share the session's threads.
 */
final class OnnxSession implements AutoCloseable {
    private final String name;
    private final OrtSession session;
    private final Signature signature;
    private final Set<RunningCall> running = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxSession(String name, OrtSession session) throws OrtException {
        this.name = name;
        this.session = session;
        this.signature = Signature.of(name, session.getInputInfo(), session.getOutputInfo());
    }

    /**
     * Loads a graph that was exported to a file, with its weights in it or beside it.
     *
     * @param name
     *            what the network is, for messages
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if ONNX Runtime refuses the file, {@code EXHAUSTED} if memory runs out
     */
    public static OnnxSession open(String name, Path graph, SessionSettings settings) {
        try (OrtSession.SessionOptions options = options(settings)) {
            return new OnnxSession(name, OnnxEnvironment.ORT.createSession(graph.toString(), options));
        } catch (OrtException e) {
            throw failure(FailureCategory.BAD_MODEL, "ONNX Runtime must accept %s, which is %s".formatted(graph, name),
                    e);
        }
    }

    /**
     * Refuses a graph whose inputs are others than these.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} naming both
     */
    public void requireInputs(Set<String> expected) {
        signature.requireInputs(expected);
    }

    /**
     * The first of some inputs that the graph has.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it has none of them
     */
    public String requireInput(String... accepted) {
        return signature.requireInput(List.of(accepted));
    }

    /**
     * The first of some outputs that the graph has.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it has none of them
     */
    public String requireOutput(String... accepted) {
        return signature.requireOutput(List.of(accepted));
    }

    /** What it takes and gives. */
    Signature signature() {
        return signature;
    }

    /** Whether the graph has an output of this name. */
    public boolean hasOutput(String output) {
        return signature.outputs().containsKey(output);
    }

    /** Whether the graph has an input of this name. */
    public boolean hasInput(String input) {
        return signature.inputs().containsKey(input);
    }

    /** Whether an input is made of whole numbers, of 32 or 64 bits. */
    public boolean takesWholeNumbers(String input) {
        Signature.Declared declared = signature.inputs().get(input);
        return declared != null && declared.isWhole();
    }

    /** A size of an input that the graph fixes, counted from 0; empty if calls may differ in it. */
    public OptionalInt fixedInputSize(String input, int dimension) {
        return Signature.fixedSize(signature.inputs(), input, dimension);
    }

    /** A size of an output that the graph fixes, counted from 0; empty if calls may differ in it. */
    public OptionalInt fixedOutputSize(String output, int dimension) {
        return Signature.fixedSize(signature.outputs(), output, dimension);
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
        WeightPlaces places = weights.places(graph, settings);
        try (OrtSession.SessionOptions options = options(places, settings);
                MadeTensors made = MadeTensors.of(places.made())) {
            made.addTo(options);
            byte[] model = graph.toModel(places::of);
            return new OnnxSession(name, OnnxEnvironment.ORT.createSession(model, options));
        } catch (OrtException e) {
            throw failure(FailureCategory.BAD_MODEL, "ONNX Runtime must accept the graph of " + name, e);
        }
    }

    private static OrtSession.SessionOptions options(WeightPlaces places, SessionSettings settings)
            throws OrtException {
        OrtSession.SessionOptions options = options(settings);
        try {
            options.addConfigEntry("session.model_external_initializers_file_folder_path", places.folder().toString());
            if (places.areManyAndNarrow()) {
                // leaves the weights of convolutions as they lie instead of copying them into blocks of channels
                options.addConfigEntry("optimization.disable_specified_optimizers", "NchwcTransformer");
            }
            return options;
        } catch (OrtException e) {
            options.close();
            throw e;
        }
    }

    private static OrtSession.SessionOptions options(SessionSettings settings) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        try {
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0"); // idle threads leave the processor to others
            settings.provider().addTo(options);
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
     *             {@code EXHAUSTED} if memory runs out, {@code CANCELLED} after {@link #interrupt}, {@code INTERNAL} if
     *             the runtime fails otherwise
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
                natives.put(input.getKey(),
                        NativeTensors.of(input.getValue(), signature.input(input.getKey(), input.getValue().shape())));
            }
            return call(natives, outputs);
        } catch (OrtException e) {
            throw failure(FailureCategory.INTERNAL, "ONNX Runtime must be able to run " + name, e);
        } finally {
            natives.values().forEach(OnnxTensor::close);
            reading.unlock();
        }
    }

    private List<FloatTensor> call(Map<String, OnnxTensor> natives, String... outputs) throws OrtException {
        RunningCall started = new RunningCall();
        running.add(started);
        try (OrtSession.Result result = session.run(natives, Set.of(outputs), started.options())) {
            return collect(result, outputs);
        } catch (OrtException e) {
            if (started.interrupted()) {
                throw new DreamCacherException(FailureCategory.CANCELLED, "A run of %s was stopped.".formatted(name),
                        e);
            }
            throw e;
        } finally {
            running.remove(started);
            started.close();
        }
    }

    /** Stops the runs that other threads have begun: they fail with {@code CANCELLED} at their next operator. */
    public void interrupt() {
        running.forEach(RunningCall::interrupt);
    }

    private static List<FloatTensor> collect(OrtSession.Result result, String... outputs) {
        List<FloatTensor> tensors = new ArrayList<>();
        for (String output : outputs) {
            OnnxValue value = result.get(output).orElseThrow();
            tensors.add(NativeTensors.floats((OnnxTensor) value));
        }
        return tensors;
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
