package io.dreamcacher.memory;

import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.imagestore.ImageStore;

/**
 * Where a memory's images are, and what reads and writes them.
 *
 * @param store holds the files
 * @param files makes files of images and images of files
 */
public record ImageParts(ImageStore store, ImageFiles files) {
    /** These parts with another store, mostly one around this one. */
    public ImageParts withStore(ImageStore value) {
        return new ImageParts(value, files);
    }
}
