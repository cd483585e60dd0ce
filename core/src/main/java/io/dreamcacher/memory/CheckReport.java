package io.dreamcacher.memory;

import io.dreamcacher.imagestore.ImageKey;
import java.util.List;

/**
 * What a check of stored images found. It changes no row: an image that is not what was remembered answers nothing, so its
 * request is generated anew, and it answers again once its file is put back.
 *
 * @param checked images that were looked at
 * @param bytes that were read for it
 * @param complete whether it came to the end of everything there is
 * @param findings what is wrong, in the order it was found
 */
public record CheckReport(long checked, long bytes, boolean complete, List<Finding> findings) {
    /** Takes an unmodifiable copy. */
    public CheckReport {
        findings = List.copyOf(findings);
    }

    /** What may be wrong with a stored image. */
    public enum Fault {
        /** It is remembered, but there is no file. */
        MISSING,
        /** The file is an image, but another one than was remembered, or encoded anew. */
        OVERWRITTEN,
        /** The file is no image that can be read to its end. */
        DAMAGED,
        /** The file cannot be read now, which says nothing about what is in it. */
        UNREADABLE,
        /** The file has a place among the images, but nothing is remembered of it. */
        ORPHANED
    }

    /**
     * One image that something is wrong with.
     *
     * @param key where it is, or should be
     * @param fault what is wrong
     * @param setAside whether its file was moved out of the store, for a person to look at
     */
    public record Finding(ImageKey key, Fault fault, boolean setAside) {}
}
