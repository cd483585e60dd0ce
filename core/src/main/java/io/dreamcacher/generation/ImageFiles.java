package io.dreamcacher.generation;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.request.ImageSize;
import java.awt.image.BufferedImage;
import java.util.Optional;

/**
 * Images as files that tell of their making, and files as images again: the memory has no codecs of its own.
 * Thread-safe.
 */
public interface ImageFiles {
    /**
     * Puts an image's provenance into its file. The pixels stay what they are, and the file of a type that can carry
     * provenance is not encoded again; one of another type is kept as PNG, without loss. What others wrote of its making stays.
     *
     * @param file as a generator gave it
     * @return a file that tells of its making, of the type its bytes are
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when it is damaged or is no image this reads
     */
    ImageFile withProvenance(ImageFile file, Provenance provenance);

    /**
     * Decodes a file.
     *
     * @param name of the file, for messages
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when it is damaged or is no image this reads
     */
    BufferedImage decode(ImageFile file, String name);

    /**
     * Width and height of a file as it is decoded; nothing is decoded for it.
     *
     * @param name of the file, for messages
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when it is no image this reads
     */
    ImageSize size(ImageFile file, String name);

    /**
     * What a file tells of its making.
     *
     * @return empty for one that Dream Cacher did not make
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when the file is damaged or what is inside is
     *         of another version
     */
    Optional<Provenance> provenance(ImageFile file);

    /**
     * What a file tells of its making that somebody else made.
     *
     * @return empty where it tells no prompt
     * @throws io.dreamcacher.failure.DreamCacherException with BAD_REQUEST when it is damaged or is no image this reads
     */
    Optional<ForeignRecipe> foreignRecipe(ImageFile file);

    /**
     * A small copy for the eye alone, without provenance.
     *
     * @param longestSide in pixels; an image that is smaller keeps its size
     */
    ImageFile thumbnail(ImageFile file, int longestSide);
}
