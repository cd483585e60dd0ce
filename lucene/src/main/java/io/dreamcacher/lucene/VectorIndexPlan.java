package io.dreamcacher.lucene;

import io.dreamcacher.failure.DreamCacherException;
import java.time.Duration;
import java.util.Optional;

/**
 * Which kind an index of vectors is to be, and why: chosen by size, memory and time as autofaiss chooses.
 *
 * @param kind of index
 * @param reason a sentence for people
 */
public record VectorIndexPlan(VectorIndexKind kind, String reason) {
    /** What one core compares a second, of vectors that lie in memory; measured by the bench's scan, on the careful side. */
    private static final double NUMBERS_A_SECOND = 1e9;

    /** Of a node: up to 32 neighbours on the lowest layer, as differences of a byte or two, and those above. */
    private static final long GRAPH_BYTES = 130;

    /** Scale and correction of a quantised vector. */
    private static final long QUANTISED_EXTRA_BYTES = 16;

    /**
     * What one allows an index.
     *
     * @param memory bytes that its hot part may take, from 1
     * @param latency of one search
     */
    public record Limits(long memory, Duration latency) {
        /** Refuses what nothing fits into. */
        public Limits {
            if (memory < 1 || latency.isZero() || latency.isNegative()) {
                throw DreamCacherException.badRequest(
                        "--memory and --latency must be more than nothing, but are %,d bytes and %s; give more, or leave them out."
                                .formatted(memory, latency));
            }
        }
    }

    /** The kind that was asked for, or else the simplest one within the limits. */
    public static VectorIndexPlan of(Optional<VectorIndexKind> wanted, long vectors, int dimension, Limits limits) {
        return wanted.map(kind -> new VectorIndexPlan(kind, "%s was asked for".formatted(said(kind))))
                .orElseGet(() -> chosen(vectors, dimension, limits));
    }

    private static VectorIndexPlan chosen(long vectors, int dimension, Limits limits) {
        Duration scan = Duration.ofNanos((long) (vectors * dimension / NUMBERS_A_SECOND * 1e9));
        if (scan.compareTo(limits.latency) <= 0 && memory(VectorIndexKind.FLAT, vectors, dimension) <= limits.memory) {
            return new VectorIndexPlan(VectorIndexKind.FLAT,
                    "flat: %,d vectors of %d numbers are compared in about %,d ms, and nothing is missed"
                            .formatted(vectors, dimension, Math.max(1, scan.toMillis())));
        }
        VectorIndexKind kind = memory(VectorIndexKind.HNSW, vectors, dimension) <= limits.memory
                ? VectorIndexKind.HNSW
                : VectorIndexKind.QUANTISED;
        return new VectorIndexPlan(kind, "%s: comparing %,d vectors of %d numbers takes about %,d ms; %,d MB are hot"
                .formatted(said(kind), vectors, dimension, scan.toMillis(), memory(kind, vectors, dimension) >> 20));
    }

    /** Bytes that searches read again and again. */
    static long memory(VectorIndexKind kind, long vectors, int dimension) {
        return vectors * switch (kind) {
            case FLAT -> (long) Float.BYTES * dimension;
            case HNSW -> (long) Float.BYTES * dimension + GRAPH_BYTES;
            case QUANTISED -> dimension + QUANTISED_EXTRA_BYTES + GRAPH_BYTES;
        };
    }

    private static String said(VectorIndexKind kind) {
        return switch (kind) {
            case FLAT -> "flat";
            case HNSW -> "a graph (hnsw)";
            case QUANTISED -> "a graph over bytes (quantised)";
        };
    }
}
