package io.dreamcacher.image;

import java.util.Optional;

/** A file that carries EXIF beside its image: where it is, and the file with another one. The image's bytes stay. */
interface ExifFile {
    /** The structure, as it lies in the file; empty when there is none. */
    Optional<byte[]> exif();

    /**
     * The file with this structure instead of any other.
     *
     * @return empty when it is too long for this format
     */
    Optional<byte[]> withExif(byte[] tiff);

    /** A checksum of what makes the pixels, whatever else is in the file. */
    int checksum();
}
