package io.dreamcacher.datasets.table;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Decodes UTF-8 and refuses anything else with the place where it stands; a byte order mark at the beginning is passed
 * over. The JDK's own reader knows neither line nor byte of what it cannot decode.
 */
final class Utf8Reader extends Reader {
    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
    private long bytesDecoded;
    private long line = 1;
    private boolean afterCarriageReturn;
    private boolean inputEnded;
    private boolean started;

    Utf8Reader(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!chars.hasRemaining()) {
            if (inputEnded && !bytes.hasRemaining()) {
                return -1;
            }
            decode();
        }
        int count = Math.min(length, chars.remaining());
        chars.get(target, offset, count);
        return count;
    }

    private void decode() throws IOException {
        fill();
        chars.clear();
        int before = bytes.position();
        CoderResult result = decoder.decode(bytes, chars, inputEnded);
        chars.flip();
        bytesDecoded += bytes.position() - before;
        countLines();
        if (result.isError()) {
            requireNoUtf16(bytes.get(bytes.position()));
            throw DreamCacherException.badRequest(
                    "A prompt file must be UTF-8, but %s has the byte %02x in line %,d (byte %,d of the file), which is not; save it as UTF-8."
                            .formatted(file, bytes.get(bytes.position()), line, bytesDecoded + 1));
        }
        if (!started && chars.hasRemaining()) {
            started = true;
            if (chars.get(chars.position()) == '\ufeff') {
                chars.get();
            }
        }
    }

    /** UTF-16 begins with FF FE or FE FF. */
    private void requireNoUtf16(byte first) {
        if (bytesDecoded == 0 && (first == (byte) 0xff || first == (byte) 0xfe)) {
            throw DreamCacherException.badRequest(
                    "A prompt file must be UTF-8, but %s is UTF-16 or UTF-32; save it as UTF-8.".formatted(file));
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        while (!inputEnded && bytes.hasRemaining()) {
            int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
            if (count < 0) {
                inputEnded = true;
            } else {
                bytes.position(bytes.position() + count);
            }
        }
        bytes.flip();
    }

    private void countLines() {
        for (int i = chars.position(); i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == '\r' || (c == '\n' && !afterCarriageReturn)) {
                line++;
            }
            if (c == 0) {
                throw DreamCacherException.badRequest(
                        "A prompt file must be text in UTF-8, but %s has a NUL character in line %,d, as UTF-16 and damaged files have; save it as UTF-8."
                                .formatted(file, line));
            }
            afterCarriageReturn = c == '\r';
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
