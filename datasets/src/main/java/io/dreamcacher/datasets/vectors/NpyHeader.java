package io.dreamcacher.datasets.vectors;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a {@code .npy} file says of itself, in format versions 1 to 3 (numpy's NEP 1 and {@code numpy/lib/format.py}): eight
 * bytes {@code 0x93 NUMPY major minor}, the header's length (two bytes, from version 2 on four), a Python dictionary in
 * Latin-1 (version 3: UTF-8), the numbers row by row.
 *
 * @param file that it is of
 * @param type as numpy writes it, such as {@code <f4}
 * @param shape lengths of the axes
 * @param offset of the first number, in bytes
 */
record NpyHeader(Path file, String type, List<Long> shape, long offset) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int PREFIX = MAGIC.length + 2;
    /** As numpy's own {@code max_header_size}. */
    private static final int LONGEST = 10_000;
    /** Numpy begins the numbers at a multiple of this. */
    private static final int ALIGNMENT = 64;
    /** Numpy leaves room for as many digits of the number of rows. */
    private static final int MOST_DIGITS = 21;

    /** Keeps a copy. */
    NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads and checks everything that can be told without knowing what the file is for.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} with the file, what was found and what to do
     */
    static NpyHeader read(Path file, FileChannel channel) throws IOException {
        ByteBuffer prefix = bytes(file, channel, 0, PREFIX);
        for (byte expected : MAGIC) {
            if (prefix.get() != expected) {
                throw refused("begins with \\x93NUMPY", "%s does not".formatted(file),
                        "give a file that numpy.save wrote");
            }
        }
        int major = prefix.get() & 0xff;
        if (major < 1 || major > 3) {
            throw refused("has format version 1, 2 or 3", "%s has %d".formatted(file, major),
                    "save it again with numpy.save");
        }
        int lengthBytes = major == 1 ? 2 : 4;
        ByteBuffer length = bytes(file, channel, PREFIX, lengthBytes);
        long headerLength = major == 1 ? length.getShort() & 0xffff : length.getInt() & 0xffffffffL;
        if (headerLength > LONGEST) {
            throw refused("has a header of at most %,d bytes".formatted(LONGEST),
                    "%s claims %,d".formatted(file, headerLength), "save it again with numpy.save");
        }
        Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
        int begin = PREFIX + lengthBytes;
        ByteBuffer text = bytes(file, channel, begin, (int) headerLength);
        return parsed(file, charset.decode(text).toString(), begin + headerLength);
    }

    private static ByteBuffer bytes(Path file, FileChannel channel, long position, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, position + bytes.position()) < 0) {
                throw refused("has a header of %,d bytes".formatted(position + count),
                        "%s ends after %,d".formatted(file, channel.size()), "it was cut short: copy it again");
            }
        }
        return bytes.flip();
    }

    private static NpyHeader parsed(Path file, String text, long offset) {
        try {
            if (PythonLiteral.read(text) instanceof Map<?, ?> header && header.keySet()
                    .equals(Set.of("descr", "fortran_order", "shape"))) {
                return of(file, header, offset);
            }
            throw new IllegalArgumentException("it is \"%s\"".formatted(text.strip()));
        } catch (IllegalArgumentException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A .npy file has a header that is a dictionary of descr, fortran_order and shape, but in %s %s; save it again with numpy.save."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static NpyHeader of(Path file, Map<?, ?> header, long offset) {
        if (!(header.get("descr") instanceof String type)) {
            throw refused("holds numbers or texts of one type",
                    "%s holds records of several: %s".formatted(file, header.get("descr")),
                    "save each field to a file of its own");
        }
        requireUsable(file, type);
        if (!(header.get("shape") instanceof List<?> sizes) || !sizes.stream()
                .allMatch(size -> size instanceof Long length && length >= 0)) {
            throw new IllegalArgumentException("its shape is " + header.get("shape"));
        }
        List<Long> shape = sizes.stream().map(Long.class::cast).toList();
        if (!(header.get("fortran_order") instanceof Boolean fortranOrder)) {
            throw new IllegalArgumentException("its fortran_order is " + header.get("fortran_order"));
        }
        if (fortranOrder && shape.size() > 1) {
            throw refused("is in C order, row by row", "%s is in Fortran order, column by column".formatted(file),
                    "save it again with numpy.save(file, numpy.ascontiguousarray(array))");
        }
        return new NpyHeader(file, type, shape, offset);
    }

    private static void requireUsable(Path file, String type) {
        if (type.startsWith(">")) {
            throw refused("is little-endian", "%s is big-endian (%s)".formatted(file, type),
                    "save it again with numpy.save(file, array.astype(\"<%s\"))".formatted(type.substring(1)));
        }
        if (type.endsWith("O")) {
            throw refused("holds numbers or texts",
                    "%s holds pickled Python objects, which are never run here".formatted(file),
                    "save it again with numpy.save(file, array.astype(str)) or astype(\"float32\")");
        }
    }

    /**
     * Requires that the file has as many bytes as its header says.
     *
     * @param rowBytes of one row
     */
    void requireLength(FileChannel channel, int rowBytes) throws IOException {
        long rows = shape.getFirst();
        long found = channel.size() - offset;
        if (rows > Long.MAX_VALUE / rowBytes || rows * rowBytes != found) {
            throw refused("has as many bytes as its header says",
                    "the shape of %s is %s (%s), which is %s bytes, and %,d follow the header".formatted(file, shape,
                            type, BigInteger.valueOf(rows).multiply(BigInteger.valueOf(rowBytes)),
                            found),
                    "it was cut short or damaged: copy or save it again");
        }
    }

    static DreamCacherException refused(String must, String found, String remedy) {
        return DreamCacherException.badRequest("A .npy file %s, but %s; %s.".formatted(must, found, remedy));
    }

    /**
     * The bytes up to the first number, as numpy 2 writes them: of the same length whatever the number of rows.
     *
     * @param type such as {@code <f4}
     * @param rows along the first axis
     * @param dimension along the second; 0 if there is none
     */
    static ByteBuffer bytes(String type, long rows, int dimension) {
        String shape = dimension == 0 ? rows + "," : rows + ", " + dimension;
        String text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape)
                + " ".repeat(MOST_DIGITS - Long.toString(rows).length());
        int before = PREFIX + 2;
        int padding = ALIGNMENT - (before + text.length() + 1) % ALIGNMENT;
        int length = text.length() + padding + 1;
        ByteBuffer bytes = ByteBuffer.allocate(before + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC).put((byte) 1).put((byte) 0).putShort((short) length);
        bytes.put((text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1));
        return bytes.flip();
    }
}
