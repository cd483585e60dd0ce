package io.dreamcacher.datasets.vectors;

import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Writes a folder of vectors, batch by batch, each whole or not at all: whoever was stopped asks {@link #has} which ones are
 * there and writes the others. The same batches make the same bytes. Several threads may write different batches.
 */
public final class VectorSink {
    private final Path folder;
    private final VectorLayout layout;
    private final boolean ofTexts;

    private VectorSink(Path folder, VectorLayout layout, boolean ofTexts) {
        this.folder = folder;
        this.layout = layout;
        this.ofTexts = ofTexts;
    }

    /**
     * Begins a folder, or goes on with one of the same model.
     *
     * @param ofTexts whether the vectors are of prompts, where the layout has room for one kind
     * @throws DreamCacherException {@code BAD_REQUEST} where vectors of another model or kind lie
     */
    public static VectorSink open(Path folder, VectorLayout layout, boolean ofTexts, VectorOrigin origin) {
        VectorDescription description = new VectorDescription(ofTexts, Optional.of(origin));
        requireLayout(folder, layout);
        if (!Files.exists(VectorDescription.file(folder))) {
            requireEmpty(folder);
            description.write(folder);
        } else if (!VectorDescription.of(folder).equals(description)) {
            throw DreamCacherException.badRequest(
                    "Vectors of one model and kind belong in one folder, but %s says %s and these would be %s; name another folder."
                            .formatted(VectorDescription.file(folder), said(VectorDescription.of(folder)),
                                    said(description)));
        }
        return new VectorSink(folder, layout, ofTexts);
    }

    private static void requireLayout(Path folder, VectorLayout layout) {
        boolean other = switch (layout) {
            case KREA -> ClipRetrievalLayout.isAt(folder);
            case CLIP_RETRIEVAL -> KreaLayout.isAt(folder);
        };
        if (other) {
            throw DreamCacherException.badRequest(
                    "Vectors of a folder are laid out in one way, but %s has those of another one; give the same --layout as before, or name another folder."
                            .formatted(folder));
        }
    }

    private static void requireEmpty(Path folder) {
        if (KreaLayout.isAt(folder) || ClipRetrievalLayout.isAt(folder)) {
            throw DreamCacherException.badRequest(
                    "Vectors of one model belong in one folder, but %s has some of which nobody knows the model; name another folder."
                            .formatted(folder));
        }
    }

    private static String said(VectorDescription description) {
        return "%s of %s".formatted(description.ofTexts() ? "prompts" : "pictures",
                description.origin()
                        .map(origin -> "%s %.12s".formatted(origin.model(), origin.fingerprint()))
                        .orElse("an unknown model"));
    }

    /**
     * Whether a batch is there whole.
     *
     * @param number from 0
     */
    public boolean has(int number) {
        return switch (layout) {
            case KREA -> KreaLayout.has(folder, number);
            case CLIP_RETRIEVAL -> ClipRetrievalLayout.has(folder, number);
        };
    }

    /**
     * The files of a batch that is there.
     *
     * @param number from 0
     */
    public List<Path> files(int number) {
        return switch (layout) {
            case KREA -> KreaLayout.files(folder, number);
            case CLIP_RETRIEVAL -> ClipRetrievalLayout.files(folder, number);
        };
    }

    /**
     * Writes a batch, over one that is there.
     *
     * @param number from 0; batches are read in this order
     * @param entries at least one, each with a vector of the folder's kind
     */
    public void write(int number, List<VectorEntry> entries) {
        if (number < 0 || entries.isEmpty()) {
            throw new IllegalArgumentException("a batch has a number from 0 and entries, found number %d and %d entries"
                    .formatted(number, entries.size()));
        }
        switch (layout) {
            case KREA -> KreaLayout.write(folder, number, entries, ofTexts);
            case CLIP_RETRIEVAL -> ClipRetrievalLayout.write(folder, number, entries);
        }
    }
}
