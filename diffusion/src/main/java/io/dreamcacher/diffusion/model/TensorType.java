package io.dreamcacher.diffusion.model;

/** The element types of the safetensors format, named as its headers name them. Elements are little-endian. */
public enum TensorType {
    /** One byte, 0 or 1. */
    BOOL(1),
    /** Unsigned 8-bit integer. */
    U8(1),
    /** Signed 8-bit integer. */
    I8(1),
    /** 8-bit float, four exponent and three mantissa bits. */
    F8_E4M3(1),
    /** 8-bit float, five exponent and two mantissa bits. */
    F8_E5M2(1),
    /** Signed 16-bit integer. */
    I16(2),
    /** Unsigned 16-bit integer. */
    U16(2),
    /** IEEE 754 half precision. */
    F16(2),
    /** The upper half of a single-precision float. */
    BF16(2),
    /** Signed 32-bit integer. */
    I32(4),
    /** Unsigned 32-bit integer. */
    U32(4),
    /** IEEE 754 single precision. */
    F32(4),
    /** Signed 64-bit integer. */
    I64(8),
    /** Unsigned 64-bit integer. */
    U64(8),
    /** IEEE 754 double precision. */
    F64(8);

    private final int sizeBytes;

    TensorType(int sizeBytes) {
        this.sizeBytes = sizeBytes;
    }

    /** Whether its elements are numbers with fractions that can be read as floats. */
    boolean isFraction() {
        return switch (this) {
            case F16, BF16, F32, F64 -> true;
            case BOOL, U8, I8, F8_E4M3, F8_E5M2, I16, U16, I32, U32, I64, U64 -> false;
        };
    }

    /** Bytes an element takes. */
    public int sizeBytes() {
        return sizeBytes;
    }
}
