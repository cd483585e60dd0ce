package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.AtomicFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** A {@code .npy} file with a text a row ({@code <U12}: UTF-32, filled up with zeros). Not thread-safe; close it. */
final class NpyTexts implements AutoCloseable {
    private static final Pattern TYPE = Pattern.compile("<U(\\d{1,4})");
    private static final int LONGEST = 4096;

    private final NpyRows rows;

    private NpyTexts(NpyRows rows) {
        this.rows = rows;
    }

    static NpyTexts open(Path file) {
        return new NpyTexts(NpyRows.open(file, NpyTexts::rowBytes));
    }

    private static int rowBytes(NpyHeader header) {
        var type = TYPE.matcher(header.type());
        int width = type.matches() ? Integer.parseInt(type.group(1)) : 0;
        if (width < 1 || width > LONGEST) {
            throw NpyHeader.refused("of ids has texts of 1 to %,d characters (<U1 to <U%d)".formatted(LONGEST, LONGEST),
                    "%s has %s".formatted(header.file(), header.type()),
                    "save it again with numpy.save(file, array.astype(str))");
        }
        if (header.shape().size() != 1) {
            throw NpyHeader.refused("of ids has one axis", "the shape of %s is %s".formatted(header.file(),
                    header.shape()), "save it again with numpy.save(file, array.reshape(-1))");
        }
        return width * Integer.BYTES;
    }

    Path file() {
        return rows.header().file();
    }

    long count() {
        return rows.count();
    }

    /** The text of a row, counted from 0. */
    String row(long index) {
        ByteBuffer row = rows.row(index);
        StringBuilder text = new StringBuilder();
        int length = 0;
        while (row.hasRemaining()) {
            int codePoint = row.getInt();
            if (!Character.isValidCodePoint(codePoint) || Character.getType(codePoint) == Character.SURROGATE) {
                throw NpyHeader.refused("of ids has Unicode characters",
                        "row %,d of %s has the number %08x".formatted(index, file(), codePoint),
                        "it is damaged: copy it again");
            }
            text.appendCodePoint(codePoint);
            length = codePoint == 0 ? length : text.length();
        }
        text.setLength(length);
        return text.toString();
    }

    @Override
    public void close() {
        rows.close();
    }

    /** Writes texts, the bytes that {@code numpy.save} writes. */
    static void write(Path file, List<String> texts) {
        int width = Math.max(1, texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).max().orElse(1));
        try (AtomicFile whole = AtomicFile.at(file)) {
            whole.write(NpyHeader.bytes("<U" + width, texts.size(), 0));
            ByteBuffer row = ByteBuffer.allocate(width * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (String text : texts) {
                row.clear();
                text.codePoints().forEach(row::putInt);
                while (row.hasRemaining()) {
                    row.put((byte) 0);
                }
                whole.write(row.flip());
            }
            whole.finish();
        }
    }
}
