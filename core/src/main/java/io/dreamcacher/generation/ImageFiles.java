package io.dreamcacher.generation;

import io.dreamcacher.media.ImageFile;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Images as files that tell of their making, and files as images again: the memory has no codecs of its own.
 * Thread-safe.
 */
public interface ImageFiles {
    /**
     * Encodes an image, without loss, with its provenance inside.
     *
     * @param image sRGB, 8 bits a channel
     */
    ImageFile encode(BufferedImage image, Provenance provenance);

    /**
     * Decodes a file.
     *
     * @param name of the file, for messages
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when it is damaged or is no image this reads
     */
    BufferedImage decode(ImageFile file, String name);

    /**
     * What a file tells of its making.
     *
     * @return empty for one that Dream Cacher did not make
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when the file is damaged or what is inside is
     *         of another version
     */
    Optional<Provenance> provenance(ImageFile file);

    /**
     * A small copy for the eye alone, without provenance.
     *
     * @param longestSide in pixels; an image that is smaller keeps its size
     */
    ImageFile thumbnail(ImageFile file, int longestSide);
}
