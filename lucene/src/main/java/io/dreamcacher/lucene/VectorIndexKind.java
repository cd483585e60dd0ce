package io.dreamcacher.lucene;

/** How the vectors of a set are searched. */
public enum VectorIndexKind {
    /** Every vector is compared with: nothing is missed, and the time grows with the set. */
    FLAT,
    /** A graph of neighbours is walked (HNSW; Malkov and Yashunin 2016, arXiv:1603.09320). */
    HNSW,
    /**
     * The same over vectors of a byte a number (Lucene's optimised scalar quantisation), a quarter of the memory; what is found is
     * scored again with the vectors themselves, which stay on the disk.
     */
    QUANTISED
}
