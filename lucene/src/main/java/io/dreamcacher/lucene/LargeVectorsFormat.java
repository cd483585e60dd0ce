package io.dreamcacher.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's HNSW format (Malkov and Yashunin 2016, arXiv:1603.09320) for vectors of more than its 1,024 dimensions: large
 * CLIPs have 1,280. The bytes are Lucene's own. Its name is written into every segment and looked up when one is read,
 * so neither the name nor what it delegates to ever changes; another choice is another class. Public for that look-up
 * only.
 */
public final class LargeVectorsFormat extends KnnVectorsFormat {
    static final int MOST_DIMENSIONS = 4096;

    /** M in the paper: links a node, twice as many on the lowest layer. Lucene's default. */
    private static final int LINKS = 16;

    /** efConstruction in the paper: candidates considered when a node is linked. Lucene's default. */
    private static final int CANDIDATES = 100;

    private final KnnVectorsFormat hnsw = new Lucene99HnswVectorsFormat(LINKS, CANDIDATES);

    /** For Lucene's look-up by name. */
    public LargeVectorsFormat() {
        super("DreamCacherLargeVectors1");
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return hnsw.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return hnsw.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return MOST_DIMENSIONS;
    }
}
