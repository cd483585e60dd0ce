package io.dreamcacher.lucene;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;

/** How the index is written: little memory, one thread that merges, few segments. */
final class WriterSettings {
    private static final double BUFFER_MB = 32;

    /**
     * Segments below this size count as this size. Lucene's 16 MB would merge a segment of thousands of vectors again
     * with every handful of new ones.
     */
    private static final double SMALLEST_SEGMENT_MB = 1;

    /** Every segment has graphs of its own that each search walks, so fewer than Lucene's 8. */
    private static final double SEGMENTS_A_TIER = 4;

    private WriterSettings() {}

    static IndexWriterConfig create() {
        return new IndexWriterConfig(new PromptAnalyzer()).setCodec(codec())
                .setRAMBufferSizeMB(BUFFER_MB)
                .setMergePolicy(mergePolicy())
                .setMergeScheduler(mergeScheduler())
                .setCommitOnClose(false);
    }

    private static Codec codec() {
        KnnVectorsFormat vectors = new LargeVectorsFormat();
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return vectors;
            }
        };
    }

    private static TieredMergePolicy mergePolicy() {
        return new TieredMergePolicy().setFloorSegmentMB(SMALLEST_SEGMENT_MB)
                .setSegmentsPerTier(SEGMENTS_A_TIER)
                .setForceMergeDeletesPctAllowed(0); // a purge leaves none
    }

    private static ConcurrentMergeScheduler mergeScheduler() {
        ConcurrentMergeScheduler scheduler = new ConcurrentMergeScheduler();
        scheduler.setMaxMergesAndThreads(6, 1);
        return scheduler;
    }
}
