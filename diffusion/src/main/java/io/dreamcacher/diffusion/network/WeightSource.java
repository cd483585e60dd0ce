package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import io.dreamcacher.diffusion.model.SafetensorsWriter;
import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.model.WeightTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a tensor of a graph is made of. */
sealed interface WeightSource {
    /** Its sizes in the graph. */
    Shape shape();

    /** Its elements in the graph. */
    TensorType type();

    /** Gives its bytes as the graph takes them. */
    void writeTo(SafetensorsWriter.Sink sink) throws IOException;

    /** A tensor of the checkpoint, or some of its rows. */
    record Plain(WeightTensor tensor) implements WeightSource {
        @Override
        public Shape shape() {
            return tensor.shape();
        }

        @Override
        public TensorType type() {
            return switch (tensor) {
                case WeightTensor.Stored stored -> stored.entry().type();
                case WeightTensor.Made made -> TensorType.F32;
            };
        }

        @Override
        public void writeTo(SafetensorsWriter.Sink sink) throws IOException {
            var unused = tensor.finiteFloats(); // bytes made of a NaN would be numbers like others
            tensor.writeTo(sink);
        }
    }

    /** The bytes of a rounded matrix. */
    record Bytes(Int8Matrix matrix) implements WeightSource {
        @Override
        public Shape shape() {
            return matrix.shape();
        }

        @Override
        public TensorType type() {
            return TensorType.I8;
        }

        @Override
        public void writeTo(SafetensorsWriter.Sink sink) throws IOException {
            sink.write(ByteBuffer.wrap(matrix.round().bytes()));
        }
    }

    /** The scales of a rounded matrix, one for each output. */
    record Scales(Int8Matrix matrix) implements WeightSource {
        @Override
        public Shape shape() {
            return Shape.of(matrix.shape().size(1));
        }

        @Override
        public TensorType type() {
            return TensorType.F32;
        }

        @Override
        public void writeTo(SafetensorsWriter.Sink sink) throws IOException {
            float[] scales = matrix.scales();
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * scales.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(scales);
            sink.write(bytes);
        }
    }
}
