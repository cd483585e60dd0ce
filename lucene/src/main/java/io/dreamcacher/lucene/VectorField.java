package io.dreamcacher.lucene;

import io.dreamcacher.embedding.Embedding;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.search.ScoreDoc;

/**
 * A field of unit vectors, and the one place that knows how Lucene scores them: with (1 + a·b) / 2, which for unit
 * vectors is half of one more than their cosine.
 *
 * @param name of the field
 */
record VectorField(String name) {
    /**
     * Numbers in an index's vectors, 64 MB of them, up to which a search compares with every vector: that takes a few
     * milliseconds and misses nothing.
     */
    private static final long MOST_NUMBERS_COMPARED = 16L << 20;

    /**
     * Candidates kept during a walk of the graph however few are wanted, efSearch in the HNSW paper: of the bench's vectors
     * 100 find 91 of 100 of the ten nearest, 800 find 98, 1,600 find 99.
     */
    private static final int LEAST_CANDIDATES = 1600;

    /** Passes every document. */
    static final Query EVERYTHING = MatchAllDocsQuery.INSTANCE;

    KnnFloatVectorField of(Embedding embedding) {
        return new KnnFloatVectorField(name, embedding.toArray(), VectorSimilarityFunction.DOT_PRODUCT);
    }

    /**
     * How a graph is walked.
     *
     * @param count kept during the walk, efSearch in the HNSW paper
     * @param rescored whether what is found is scored again with whole vectors, which a graph over bytes needs
     */
    record Candidates(int count, boolean rescored) {}

    /**
     * The documents nearest to a vector among those that pass the filter, nearest first, at most k; fewer only when fewer
     * pass. None is missed in a small index.
     */
    ScoreDoc[] nearest(IndexSearcher searcher, Embedding query, Query filter, int k) throws IOException {
        return vectors(searcher) * query.dimension() <= MOST_NUMBERS_COMPARED
                ? compared(searcher, query, filter, k)
                : walked(searcher, query, filter, k, new Candidates(LEAST_CANDIDATES, false));
    }

    /** The nearest by comparing with every one that passes the filter. */
    ScoreDoc[] compared(IndexSearcher searcher, Embedding query, Query filter, int k) throws IOException {
        int most = Math.min(k, documents(searcher));
        Query all = filter.equals(EVERYTHING)
                ? new ExhaustiveVectorQuery(name, query.toArray(), most)
                : new ExhaustiveVectorQuery(name, query.toArray(), most, filter);
        return searcher.search(all, most).scoreDocs;
    }

    /**
     * The nearest by walking the graph. Of few that pass the filter none is missed, since Lucene compares with every document of a
     * segment where its walk came back with too few.
     */
    ScoreDoc[] walked(IndexSearcher searcher, Embedding query, Query filter, int k, Candidates walk)
            throws IOException {
        int most = Math.min(k, documents(searcher));
        int candidates = Math.clamp(walk.count, most, documents(searcher));
        float[] target = query.toArray();
        Query nearest = filter.equals(EVERYTHING)
                ? new KnnFloatVectorQuery(name, target, candidates)
                : new KnnFloatVectorQuery(name, target, candidates, filter);
        return searcher.search(walk.rescored
                ? RescoreTopNQuery.createFullPrecisionRescorerQuery(nearest, target, name, candidates)
                : nearest, most).scoreDocs;
    }

    /** How many documents have this field, those deleted and not merged away yet among them. */
    private long vectors(IndexSearcher searcher) throws IOException {
        long vectors = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            FloatVectorValues values = leaf.reader().getFloatVectorValues(name);
            vectors += values == null ? 0 : values.size();
        }
        return vectors;
    }

    private static int documents(IndexSearcher searcher) {
        return Math.max(1, searcher.getIndexReader().maxDoc());
    }

    /** The vector of a document; empty when it has none. */
    Optional<Embedding> read(LeafReader reader, int document) throws IOException {
        FloatVectorValues vectors = reader.getFloatVectorValues(name);
        if (vectors == null) {
            return Optional.empty();
        }
        KnnVectorValues.DocIndexIterator documents = vectors.iterator();
        return documents.advance(document) == document
                ? Optional.of(Embedding.ofVector(vectors.vectorValue(documents.index()).clone()))
                : Optional.empty();
    }

    /** Cosine, in [−1, 1], of a hit with the query. */
    static double similarity(ScoreDoc hit) {
        return Math.clamp(2.0 * hit.score - 1, -1.0, 1.0);
    }
}
