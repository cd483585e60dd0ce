package io.dreamcacher.datasets.vectors;

import java.nio.ByteBuffer;

/** How numbers of a vector stand in a {@code .npy} file: IEEE 754, little-endian. */
enum FloatPrecision {
    /** 16 bits: about three decimal digits. */
    HALF("<f2", Short.BYTES) {
        @Override
        void read(ByteBuffer row, float[] vector) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = Float.float16ToFloat(row.getShort());
            }
        }

        @Override
        void write(float[] vector, ByteBuffer row) {
            for (float value : vector) {
                row.putShort(Float.floatToFloat16(value));
            }
        }
    },
    /** 32 bits. */
    SINGLE("<f4", Float.BYTES) {
        @Override
        void read(ByteBuffer row, float[] vector) {
            for (int i = 0; i < vector.length; i++) {
                vector[i] = row.getFloat();
            }
        }

        @Override
        void write(float[] vector, ByteBuffer row) {
            for (float value : vector) {
                row.putFloat(value);
            }
        }
    };

    private final String type;
    private final int bytes;

    FloatPrecision(String type, int bytes) {
        this.type = type;
        this.bytes = bytes;
    }

    /** As numpy names it. */
    String type() {
        return type;
    }

    /** Of one number. */
    int bytes() {
        return bytes;
    }

    abstract void read(ByteBuffer row, float[] vector);

    abstract void write(float[] vector, ByteBuffer row);
}
