package io.dreamcacher.lucene;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.knn.KnnCollectorManager;

/**
 * The nearest documents by comparing with every one that passes the filter: none is missed. It reads all their vectors from front to
 * end, which a processor does about as fast as memory gives them.
 */
final class ExhaustiveVectorQuery extends KnnFloatVectorQuery {
    ExhaustiveVectorQuery(String field, float[] target, int k, Query filter) {
        super(field, target, k, filter);
    }

    @Override
    protected TopDocs approximateSearch(LeafReaderContext context, AcceptDocs accepted, int visited,
            KnnCollectorManager collectors) throws IOException {
        return exactSearch(context, accepted.iterator(), null);
    }
}
