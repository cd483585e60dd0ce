package io.dreamcacher.lucene;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/**
 * Lucene's formats for the kinds of an index of vectors, of up to 4,096 dimensions. Their names are written into every segment,
 * as {@link LargeVectorsFormat}'s is, and never change. The kinds are public for Lucene's look-up only.
 */
abstract sealed class SetVectorsFormat extends KnnVectorsFormat {
    private static final int LINKS = 16;
    private static final int CANDIDATES = 100;

    private final KnnVectorsFormat format;

    private SetVectorsFormat(String name, KnnVectorsFormat format) {
        super(name);
        this.format = format;
    }

    static SetVectorsFormat of(VectorIndexKind kind) {
        return switch (kind) {
            case FLAT -> new Flat();
            case HNSW -> new Graph();
            case QUANTISED -> new Quantised();
        };
    }

    /** Vectors without a graph. */
    public static final class Flat extends SetVectorsFormat {
        /** For Lucene's look-up by name. */
        public Flat() {
            super("DreamCacherFlat1", new Lucene99HnswVectorsFormat(LINKS, CANDIDATES, 1, null, Integer.MAX_VALUE));
        }
    }

    /** A graph over vectors. */
    public static final class Graph extends SetVectorsFormat {
        /** For Lucene's look-up by name. */
        public Graph() {
            super("DreamCacherGraph1", new Lucene99HnswVectorsFormat(LINKS, CANDIDATES));
        }
    }

    /** A graph over vectors of bytes, with the vectors beside it. */
    public static final class Quantised extends SetVectorsFormat {
        /** For Lucene's look-up by name. */
        public Quantised() {
            super("DreamCacherQuantised1",
                    new Lucene104HnswScalarQuantizedVectorsFormat(ScalarEncoding.UNSIGNED_BYTE, LINKS, CANDIDATES));
        }
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
        return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
        return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
        return LargeVectorsFormat.MOST_DIMENSIONS;
    }
}
