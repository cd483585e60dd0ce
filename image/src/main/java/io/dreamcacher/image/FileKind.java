package io.dreamcacher.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** What a file is, guessed from how it begins; for choosing a decoder and for saying what was found instead. */
enum FileKind {
    /** A format that is decoded. */
    PNG("a PNG picture"), JPEG("a JPEG picture"), WEBP("a WebP picture"), GIF("a GIF picture"), BMP("a BMP picture"),
    /** Perhaps of several pages. */
    TIFF("a TIFF picture"),
    /** Pictures nothing written in Java decodes. */
    HEIC("a HEIC picture, as iPhones take them"), AVIF("an AVIF picture"), JXL("a JPEG XL picture"),
    /** Lines and shapes. */
    SVG("an SVG drawing"),
    /** No pictures at all. */
    VIDEO("a video"), HTML("a web page"), JSON("JSON"), PDF("a PDF document"), ZIP("a ZIP archive"),
    /** Readable characters. */
    TEXT("text"),
    /** No byte. */
    EMPTY("an empty file"),
    /** Something else. */
    UNKNOWN("something unknown");

    private static final int SHOWN_BYTES = 8;

    private final String description;

    FileKind(String description) {
        this.description = description;
    }

    /** Such as "a PDF document". */
    String description() {
        return description;
    }

    static FileKind of(byte[] file) {
        String start = new String(file, 0, Math.min(file.length, 64), StandardCharsets.ISO_8859_1);
        if (file.length == 0) {
            return EMPTY;
        }
        if (PngChunk.isPng(file)) {
            return PNG;
        }
        if (start.startsWith("\u00ff\u00d8\u00ff")) {
            return JPEG;
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return GIF;
        }
        if (start.startsWith("BM") && file.length >= 26) {
            return BMP;
        }
        return foreignPicture(start, file);
    }

    private static FileKind foreignPicture(String start, byte[] file) {
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        if (start.startsWith("ftyp", 4)) {
            return container(start);
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*") || start.startsWith("II+\0")
                || start.startsWith("MM\0+")) {
            return TIFF;
        }
        if (start.startsWith("\u00ff\n") || start.startsWith("JXL ", 4)) {
            return JXL;
        }
        return document(start, file);
    }

    /** By the brands a file names first of all (ISO/IEC 14496-12, section 4.3; 23008-12, annex B; AVIF, section 6). */
    private static FileKind container(String start) {
        if (start.contains("avif") || start.contains("avis")) {
            return AVIF;
        }
        return start.contains("hei") || start.contains("hevc") || start.contains("mif1") || start.contains("msf1")
                ? HEIC
                : VIDEO;
    }

    private static FileKind document(String start, byte[] file) {
        String text = start.strip().toLowerCase(Locale.ROOT);
        if (start.startsWith("%PDF")) {
            return PDF;
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return ZIP;
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            return HTML;
        }
        if (text.startsWith("<svg") || text.startsWith("<?xml")) {
            return SVG;
        }
        if (text.startsWith("{") || text.startsWith("[")) {
            return JSON;
        }
        return isText(file) ? TEXT : UNKNOWN;
    }

    private static boolean isText(byte[] file) {
        for (byte b : Arrays.copyOf(file, Math.min(file.length, 64))) {
            if (b >= 0 && b < ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /** The first bytes in hex, such as {@code 25 50 44 46}. */
    static String firstBytes(byte[] file) {
        if (file.length == 0) {
            return "nothing";
        }
        return HexFormat.ofDelimiter(" ").formatHex(file, 0, Math.min(file.length, SHOWN_BYTES));
    }

    /** Text from a file, fit to be shown. */
    static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
