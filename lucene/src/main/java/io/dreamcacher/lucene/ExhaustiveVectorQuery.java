package io.dreamcacher.lucene;

import java.io.IOException;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.DocAndFloatFeatureBuffer;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopDocsCollector;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.search.knn.KnnCollectorManager;

/**
 * The nearest documents by comparing with every one that passes the filter, whole vectors with whole vectors: none is missed. It
 * reads them from front to end, which a processor does about as fast as memory gives them.
 */
final class ExhaustiveVectorQuery extends KnnFloatVectorQuery {
    ExhaustiveVectorQuery(String field, float[] target, int k) {
        super(field, target, k);
    }

    ExhaustiveVectorQuery(String field, float[] target, int k, Query filter) {
        super(field, target, k, filter);
    }

    @Override
    protected TopDocs approximateSearch(LeafReaderContext context, AcceptDocs accepted, int visited,
            KnnCollectorManager collectors) throws IOException {
        FloatVectorValues vectors = context.reader().getFloatVectorValues(getField());
        if (vectors == null || vectors.size() == 0) {
            return TopDocsCollector.EMPTY_TOPDOCS;
        }
        TopKnnCollector nearest = new TopKnnCollector(k, Integer.MAX_VALUE);
        VectorScorer.Bulk scores = vectors.rescorer(getTargetCopy()).bulk(accepted.iterator());
        DocAndFloatFeatureBuffer some = new DocAndFloatFeatureBuffer();
        for (scores.nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, some); some.size > 0; scores
                .nextDocsAndScores(DocIdSetIterator.NO_MORE_DOCS, null, some)) {
            for (int i = 0; i < some.size; i++) {
                nearest.collect(some.docs[i], some.features[i]);
            }
        }
        return nearest.topDocs();
    }
}
