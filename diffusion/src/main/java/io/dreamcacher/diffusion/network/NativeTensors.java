package io.dreamcacher.diffusion.network;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.Signature.Declared;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;

/**
 * Moves numbers between Java and ONNX Runtime. Graphs made elsewhere may take and give numbers in other types than 32-bit
 * floats and 64-bit integers, and a single number without dimensions; they are converted to what is declared.
 */
final class NativeTensors {
    private NativeTensors() {}

    static OnnxTensor of(Tensor tensor, Declared declared) throws OrtException {
        long[] sizes = tensor.shape().elements() == 1 && declared.sizes().isEmpty()
                ? new long[0]
                : tensor.shape().toArray();
        return switch (tensor) {
            case FloatTensor floats -> of(floats.values(), declared.type(), sizes);
            case LongTensor longs -> of(longs.values(), declared.type(), sizes);
        };
    }

    private static OnnxTensor of(float[] values, OnnxJavaType type, long... sizes) throws OrtException {
        return switch (type) {
            case FLOAT16, BFLOAT16 -> {
                short[] halves = new short[values.length];
                for (int i = 0; i < values.length; i++) {
                    halves[i] = type == OnnxJavaType.FLOAT16
                            ? Float.floatToFloat16(values[i])
                            : upperHalf(values[i]);
                }
                yield OnnxTensor.createTensor(OnnxEnvironment.ORT, ShortBuffer.wrap(halves), sizes, type);
            }
            case DOUBLE -> {
                double[] doubles = new double[values.length];
                Arrays.setAll(doubles, i -> values[i]);
                yield OnnxTensor.createTensor(OnnxEnvironment.ORT, DoubleBuffer.wrap(doubles), sizes);
            }
            case INT64, INT32 -> {
                long[] whole = new long[values.length];
                Arrays.setAll(whole, i -> (long) values[i]); // as PyTorch's to(int64) does
                yield of(whole, type, sizes);
            }
            case FLOAT, INT8, UINT8, INT16, BOOL, STRING, UNKNOWN ->
                OnnxTensor.createTensor(OnnxEnvironment.ORT, FloatBuffer.wrap(values), sizes);
        };
    }

    /** To the nearest, halves to even. */
    private static short upperHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    private static OnnxTensor of(long[] values, OnnxJavaType type, long... sizes) throws OrtException {
        if (type == OnnxJavaType.INT32) {
            int[] ints = Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
            return OnnxTensor.createTensor(OnnxEnvironment.ORT, IntBuffer.wrap(ints), sizes);
        }
        return OnnxTensor.createTensor(OnnxEnvironment.ORT, LongBuffer.wrap(values), sizes);
    }

    /** Numbers of any floating type. */
    static FloatTensor floats(OnnxTensor tensor) {
        Shape shape = Shape.of(tensor.getInfo().getShape());
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer doubles = tensor.getDoubleBuffer();
            float[] values = new float[doubles.remaining()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles.get(i);
            }
            return new FloatTensor(shape, values);
        }
        return new FloatTensor(shape, tensor.getFloatBuffer().array());
    }
}
