package io.dreamcacher.memory;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Where a memory's images are, and what reads and writes them.
 *
 * @param store holds the files
 * @param thumbnails where small copies of a size are kept, by size; those of other sizes are made each time
 * @param files makes files of images and images of files
 * @param traces what others keep of prompts and images
 */
public record ImageParts(ImageStore store, Map<Integer, ImageStore> thumbnails, ImageFiles files,
        MemoryParts.Traces traces) {

    /** Longest sides of thumbnails, in pixels. */
    public static final List<Integer> THUMBNAIL_SIZES = List.of(256, 512);

    /** Takes an unmodifiable copy. */
    public ImageParts {
        thumbnails = Map.copyOf(thumbnails);
    }

    /** Parts beside which nothing is kept. */
    public ImageParts(ImageStore store, Map<Integer, ImageStore> thumbnails, ImageFiles files) {
        this(store, thumbnails, files, MemoryParts.Traces.NONE);
    }

    /** These parts with another store, mostly one around this one. */
    public ImageParts withStore(ImageStore value) {
        return new ImageParts(value, thumbnails, files, traces);
    }

    /** Removes images and what was derived from them. */
    void delete(Collection<ImageKey> keys) {
        thumbnails.values().forEach(derived -> derived.delete(keys));
        store.delete(keys);
    }

    /** The keys of an id in every scope there is, of its image and of what was derived. */
    Collection<ImageKey> keysOf(GenerationId id) {
        TreeSet<ImageKey> keys = new TreeSet<>(store.keysOf(id));
        thumbnails.values().forEach(derived -> keys.addAll(derived.keysOf(id)));
        return keys;
    }
}
