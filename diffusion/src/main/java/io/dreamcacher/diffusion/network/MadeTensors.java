package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dreamcacher.diffusion.model.WeightTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Weights made in Java as native tensors. ONNX Runtime copies them into the session, after which they can be freed; it
 * needs them to be there until the session is made.
 */
final class MadeTensors implements AutoCloseable {
    private final Map<String, OnnxTensorLike> natives = new HashMap<>();

    private MadeTensors() {}

    static MadeTensors of(Map<String, WeightTensor.Made> tensors) throws OrtException {
        MadeTensors made = new MadeTensors();
        try {
            for (Map.Entry<String, WeightTensor.Made> tensor : tensors.entrySet()) {
                made.natives.put(tensor.getKey(), toNative(tensor.getValue()));
            }
            return made;
        } catch (OrtException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    private static OnnxTensor toNative(WeightTensor.Made tensor) throws OrtException {
        float[] values = tensor.floats();
        FloatBuffer direct = ByteBuffer.allocateDirect(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        direct.put(values).flip();
        return OnnxTensor.createTensor(OnnxEnvironment.ORT, direct, tensor.shape().toArray());
    }

    void addTo(OrtSession.SessionOptions options) throws OrtException {
        if (!natives.isEmpty()) {
            options.addExternalInitializers(natives);
        }
    }

    @Override
    public void close() {
        natives.values().forEach(OnnxTensorLike::close);
    }
}
