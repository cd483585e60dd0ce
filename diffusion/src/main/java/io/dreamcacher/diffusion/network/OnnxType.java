package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorType;
import java.util.Optional;

/** Element types that graphs here use, with their numbers in {@code onnx.TensorProto.DataType}. */
enum OnnxType {
    /** 32-bit float; everything is computed in it. */
    FLOAT(1),
    /** Signed byte; weights rounded to 255 steps. */
    INT8(3),
    /** 32-bit integer. */
    INT32(6),
    /** 64-bit integer; indices and shapes. */
    INT64(7),
    /** Half precision; only for stored weights. */
    FLOAT16(10),
    /** The upper half of a 32-bit float; only for stored weights. */
    BFLOAT16(16);

    private final int number;

    OnnxType(int number) {
        this.number = number;
    }

    /** The number that stands for it in a model, as in the attribute of a cast. */
    public int number() {
        return number;
    }

    /** The type of weights held as {@code stored}; empty if graphs cannot compute with such weights. */
    static Optional<OnnxType> ofWeights(TensorType stored) {
        return switch (stored) {
            case F32 -> Optional.of(FLOAT);
            case F16 -> Optional.of(FLOAT16);
            case BF16 -> Optional.of(BFLOAT16);
            case I8 -> Optional.of(INT8);
            case BOOL, U8, F8_E4M3, F8_E5M2, I16, U16, I32, U32, I64, U64, F64 -> Optional.empty();
        };
    }
}
