package io.dreamcacher.sqlite;

import io.dreamcacher.embedding.Embedding;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Embeddings as the file keeps them: little-endian float32, one after the other. */
final class VectorBytes {
    private VectorBytes() {}

    static byte[] of(Embedding embedding) {
        float[] values = embedding.toArray();
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static Embedding embedding(byte[] bytes) {
        float[] values = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
        return Embedding.ofVector(values);
    }
}
