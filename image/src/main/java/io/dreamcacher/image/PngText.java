package io.dreamcacher.image;

import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The text chunks of PNG (specification, third edition, section 11.3.3): tEXt and zTXt in Latin-1, iTXt in UTF-8.
 * Reading is bounded: all texts of a file together inflate to {@value #MOST_BYTES} bytes at most.
 */
final class PngText {
    static final int MOST_BYTES = 4 << 20;

    private static final int LONGEST_KEYWORD = 79;

    private final Map<String, String> texts = new LinkedHashMap<>();
    private int bytesLeft = MOST_BYTES;

    private PngText() {}

    static Map<String, String> read(byte[] png) {
        PngText text = new PngText();
        for (PngChunk chunk : PngChunk.of(png)) {
            if (isText(chunk)) {
                text.add(chunk);
            }
        }
        return text.texts;
    }

    static boolean isText(PngChunk chunk) {
        return chunk.is("tEXt") || chunk.is("zTXt") || chunk.is("iTXt");
    }

    /** Keyword of a text chunk; empty when the chunk has none. */
    static Optional<String> keyword(PngChunk chunk) {
        byte[] data = chunk.data();
        int end = indexOfZero(data, 0);
        if (end < 1 || end > LONGEST_KEYWORD) {
            return Optional.empty();
        }
        return Optional.of(new String(data, 0, end, StandardCharsets.ISO_8859_1));
    }

    /** Data of an iTXt chunk: keyword, uncompressed, no language, no translated keyword, text. */
    static byte[] international(String keyword, String text) {
        if (keyword.isEmpty() || keyword.length() > LONGEST_KEYWORD
                || !keyword.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "a PNG keyword is 1 to 79 visible ASCII characters, found \"%s\"".formatted(keyword));
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a PNG text has no NUL, found one in " + keyword);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(keyword.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[5]);
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private void add(PngChunk chunk) {
        Optional<String> keyword = keyword(chunk);
        if (keyword.isPresent() && !texts.containsKey(keyword.get())) {
            text(chunk, keyword.get().length() + 1).ifPresent(text -> texts.put(keyword.get(), text));
        }
    }

    /** The text after the keyword; empty when the chunk is malformed. */
    private Optional<String> text(PngChunk chunk, int start) {
        byte[] data = chunk.data();
        return switch (chunk.type()) {
            case "tEXt" -> plain(data, start, StandardCharsets.ISO_8859_1);
            case "zTXt" -> start < data.length && data[start] == 0
                    ? inflated(data, start + 1, StandardCharsets.ISO_8859_1)
                    : Optional.empty();
            default -> international(data, start);
        };
    }

    private Optional<String> international(byte[] data, int start) {
        if (start + 2 > data.length) {
            return Optional.empty();
        }
        int languageEnd = indexOfZero(data, start + 2);
        int translatedEnd = languageEnd < 0 ? -1 : indexOfZero(data, languageEnd + 1);
        if (translatedEnd < 0) {
            return Optional.empty();
        }
        if (data[start] == 0) {
            return plain(data, translatedEnd + 1, StandardCharsets.UTF_8);
        }
        return data[start + 1] == 0 ? inflated(data, translatedEnd + 1, StandardCharsets.UTF_8) : Optional.empty();
    }

    private Optional<String> plain(byte[] data, int start, Charset charset) {
        take(data.length - start);
        return Optional.of(new String(data, start, data.length - start, charset));
    }

    private Optional<String> inflated(byte[] data, int start, Charset charset) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, start, data.length - start);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8192];
            while (!inflater.finished()) {
                int count = inflater.inflate(buffer);
                if (count == 0) {
                    return Optional.empty();
                }
                take(count);
                out.write(buffer, 0, count);
            }
            return Optional.of(out.toString(charset));
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }

    private void take(int count) {
        bytesLeft -= count;
        if (bytesLeft < 0) {
            throw DreamCacherException.badRequest(
                    "The texts inside a PNG file may have %,d bytes together, but this file has more; remove them from the picture."
                            .formatted(MOST_BYTES));
        }
    }

    private static int indexOfZero(byte[] data, int from) {
        for (int i = from; i < data.length; i++) {
            if (data[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    static byte[] with(byte[] png, Map<String, String> added) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(png.length + 1024);
        out.writeBytes(Arrays.copyOf(PngChunk.SIGNATURE, PngChunk.SIGNATURE.length));
        boolean written = false;
        for (PngChunk chunk : PngChunk.of(png)) {
            if (!written && (chunk.is("IDAT") || chunk.is("IEND"))) {
                added.forEach((keyword, text) -> PngChunk.write(out, "iTXt", international(keyword, text)));
                written = true;
            }
            if (!isText(chunk) || keyword(chunk).filter(added::containsKey).isEmpty()) {
                chunk.copyTo(out);
            }
        }
        return out.toByteArray();
    }
}
