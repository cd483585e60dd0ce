package io.dreamcacher.image;

import java.nio.ByteBuffer;

/** How a PNG picture was held, by its eXIf chunk (PNG specification, third edition, section 11.3.4.5). */
final class PngOrientation {
    private PngOrientation() {}

    /** EXIF's orientation, 1 to 8; 1, upright, when the file says none. */
    static int of(byte[] png) {
        for (PngChunk chunk : PngChunk.of(png)) {
            if (chunk.is("eXIf")) {
                return JpegHeader.orientation(ByteBuffer.wrap(chunk.data()));
            }
        }
        return 1;
    }
}
