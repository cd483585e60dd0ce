package io.dreamcacher.bench;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.lucene.SetQuery;
import io.dreamcacher.lucene.VectorIndex;
import io.dreamcacher.lucene.VectorIndexHeader;
import io.dreamcacher.lucene.VectorIndexKind;
import io.dreamcacher.lucene.VectorIndexWriter;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult.NodeScore;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every kind of index of vectors, and JVector's graph of the same width, over the same clustered vectors: time to build, bytes, and what a
 * search of one thread takes and finds of the ten nearest. Run from the repository's root:
 *
 * <pre>mvn -B -q -Pvectors -pl bench -am process-classes -Dcount=100000 -Ddimension=128</pre>
 */
final class VectorBench {
    private static final int QUERIES = 1000;
    private static final int NEAREST = 10;
    private static final int LINKS = 16;
    private static final int BUILD_CANDIDATES = 100;

    private final Path folder;
    private final List<float[]> vectors = new ArrayList<>();
    private final List<float[]> queries = new ArrayList<>();
    private final List<Set<String>> nearest = new ArrayList<>();

    private VectorBench(Path folder, int count, int dimension) {
        this.folder = folder;
        ClusteredVectors some = new ClusteredVectors(dimension, 2);
        for (int i = 0; i < count; i++) {
            vectors.add(some.next());
        }
        ClusteredVectors others = new ClusteredVectors(dimension, 3);
        for (int i = 0; i < QUERIES; i++) {
            queries.add(others.next());
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("dreamcacher-vectors-");
        VectorBench bench = new VectorBench(folder, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.printf("%,d vectors of %s numbers, %,d queries, one thread%n", bench.vectors.size(), arguments[1],
                QUERIES);
        for (VectorIndexKind kind : VectorIndexKind.values()) {
            bench.lucene(kind);
        }
        bench.jvector();
    }

    private void lucene(VectorIndexKind kind) throws IOException {
        Path place = folder.resolve(kind.name());
        long start = System.nanoTime();
        VectorIndexHeader header;
        try (VectorIndexWriter writer = VectorIndexWriter.open(place, kind, vectors.getFirst().length,
                Optional.empty())) {
            for (int i = 0; i < vectors.size(); i++) {
                writer.put(VectorEntry.ofImage(Integer.toString(i), Embedding.ofVector(vectors.get(i))));
            }
            header = writer.finish();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        try (VectorIndex index = VectorIndex.open(place)) {
            search("%s, %,d candidates".formatted(kind, header.candidates()), seconds, bytes(place),
                    query -> index.search(new SetQuery(SetQuery.Of.IMAGES, Embedding.ofVector(query), NEAREST, 0))
                            .stream()
                            .map(hit -> hit.entry().id())
                            .collect(Collectors.toSet()));
        }
    }

    private static long bytes(Path place) throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private void jvector() throws IOException {
        VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
        List<VectorFloat<?>> all = new ArrayList<>();
        vectors.forEach(vector -> all.add(types.createFloatVector(vector)));
        RandomAccessVectorValues values = new ListRandomAccessVectorValues(all, vectors.getFirst().length);
        long start = System.nanoTime();
        try (GraphIndexBuilder builder = GraphIndexBuilder
                .builder(BuildScoreProvider.randomAccessScoreProvider(values, VectorSimilarityFunction.DOT_PRODUCT),
                        values.dimension(), LINKS)
                .withBeamWidth(BUILD_CANDIDATES)
                .build()) {
            ImmutableGraphIndex graph = builder.build(values);
            double seconds = (System.nanoTime() - start) / 1e9;
            for (int candidates : List.of(20, 40, 80, 160, 320)) {
                try (GraphSearcher searcher = new GraphSearcher(graph)) {
                    search("JVector, %,d candidates".formatted(candidates), seconds, 0,
                            query -> jvector(searcher, values, types.createFloatVector(query), candidates));
                }
            }
        }
    }

    private static Set<String> jvector(GraphSearcher searcher, RandomAccessVectorValues values, VectorFloat<?> query,
            int candidates) {
        NodeScore[] nodes = searcher.search(
                DefaultSearchScoreProvider.exact(query, VectorSimilarityFunction.DOT_PRODUCT, values), NEAREST,
                candidates, 0, 0, Bits.ALL).getNodes();
        return Arrays.stream(nodes).map(node -> Integer.toString(node.node)).collect(Collectors.toSet());
    }

    /** The first index compares with everything, so what it finds is the truth. */
    private void search(String name, double buildSeconds, long bytes, Function<float[], Set<String>> search) {
        boolean isTruth = nearest.isEmpty();
        long found = queries.stream().map(search).filter(Set::isEmpty).count(); // none; all is compiled and in memory now
        long[] times = new long[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            long start = System.nanoTime();
            Set<String> hits = search.apply(queries.get(i));
            times[i] = System.nanoTime() - start;
            if (isTruth) {
                nearest.add(hits);
            }
            found += hits.stream().filter(nearest.get(i)::contains).count();
        }
        Arrays.sort(times);
        System.out.printf("%-28s built in %6.1f s, %,6d MB, p50 %.3f ms, p99 %.3f ms, %,7.0f a second, recall %.4f%n",
                name, buildSeconds, bytes >> 20, times[QUERIES / 2] / 1e6, times[QUERIES * 99 / 100] / 1e6,
                QUERIES * 1e9 / Arrays.stream(times).sum(), (double) found / (QUERIES * NEAREST));
    }
}
