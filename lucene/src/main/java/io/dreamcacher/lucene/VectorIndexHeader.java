package io.dreamcacher.lucene;

import io.dreamcacher.embedding.VectorOrigin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an index of vectors says of itself, in every commit.
 *
 * @param kind of index
 * @param dimension of its vectors
 * @param origin the model that made them, if it is known: queries of another one are refused
 * @param candidates kept during a walk of its graph, efSearch in the HNSW paper; 0 for a flat one
 * @param recall share of the ten nearest that a search finds, measured against comparing with every vector when it was built; 1
 *        for a flat one, absent before it is measured
 */
public record VectorIndexHeader(VectorIndexKind kind, int dimension, Optional<VectorOrigin> origin, int candidates,
        OptionalDouble recall) {

    private static final String FORMAT = "dreamcacher.set.format";
    private static final String FORMAT_NOW = "1";
    private static final String KIND = "dreamcacher.set.kind";
    private static final String DIMENSION = "dreamcacher.set.dimension";
    private static final String MODEL = "dreamcacher.set.model";
    private static final String FINGERPRINT = "dreamcacher.set.fingerprint";
    private static final String CANDIDATES = "dreamcacher.set.candidates";
    private static final String RECALL = "dreamcacher.set.recall";

    /** What it is before anything is measured. */
    static final int CANDIDATES_UNMEASURED = 800;

    static VectorIndexHeader begun(VectorIndexKind kind, int dimension, Optional<VectorOrigin> origin) {
        boolean flat = kind == VectorIndexKind.FLAT;
        return new VectorIndexHeader(kind, dimension, origin, flat ? 0 : CANDIDATES_UNMEASURED,
                flat ? OptionalDouble.of(1) : OptionalDouble.empty());
    }

    VectorIndexHeader measured(int found, double share) {
        return new VectorIndexHeader(kind, dimension, origin, found, OptionalDouble.of(share));
    }

    /** As a commit keeps it. */
    Map<String, String> written() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(FORMAT, FORMAT_NOW);
        fields.put(KIND, kind.name());
        fields.put(DIMENSION, String.valueOf(dimension));
        fields.put(CANDIDATES, String.valueOf(candidates));
        recall.ifPresent(share -> fields.put(RECALL, String.valueOf(share)));
        origin.ifPresent(known -> {
            fields.put(MODEL, known.model());
            fields.put(FINGERPRINT, known.fingerprint());
        });
        return fields;
    }

    /** Whether a commit is of such an index. */
    static boolean isIn(Map<String, String> commit) {
        return FORMAT_NOW.equals(commit.get(FORMAT));
    }

    /**
     * As a commit has it.
     *
     * @throws IllegalArgumentException if that makes no sense
     */
    static VectorIndexHeader read(Map<String, String> commit) {
        Optional<VectorOrigin> origin = Optional.ofNullable(commit.get(MODEL))
                .map(model -> new VectorOrigin(model, commit.getOrDefault(FINGERPRINT, "")));
        String recall = commit.getOrDefault(RECALL, "");
        return new VectorIndexHeader(VectorIndexKind.valueOf(commit.getOrDefault(KIND, "")),
                Integer.parseInt(commit.getOrDefault(DIMENSION, "")), origin,
                Integer.parseInt(commit.getOrDefault(CANDIDATES, "")),
                recall.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(recall)));
    }
}
