package io.dreamcacher.lucene;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.VectorEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;

/** How much of what is near a search of an index finds: entries of its own are asked for, once by every way of searching. */
final class MeasuredSearch {
    /** Share of the ten nearest that is to be found. */
    static final double RECALL_WANTED = 0.99;

    private static final int NEAREST = 10;
    private static final int SAMPLE = 200;
    private static final long SEED = 20_160_330; // always the same entries of the same index
    private static final int[] CANDIDATES = {20, 40, 80, 160, 320, 640, 1280, 2560};

    private final IndexSearcher searcher;
    private final VectorIndexHeader header;
    private final VectorField field;
    private final List<Embedding> queries = new ArrayList<>();
    private final List<Set<Integer>> nearest = new ArrayList<>();

    private MeasuredSearch(IndexSearcher searcher, VectorIndexHeader header, VectorField field) throws IOException {
        this.searcher = searcher;
        this.header = header;
        this.field = field;
        sample();
        for (Embedding query : queries) {
            nearest.add(documents(field.compared(searcher, query, VectorField.EVERYTHING, NEAREST)));
        }
    }

    /** The header with the fewest candidates that find enough, or the most there are to choose from. */
    static VectorIndexHeader of(Directory directory, VectorIndexHeader header) throws IOException {
        if (header.kind() == VectorIndexKind.FLAT) {
            return header;
        }
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            if (reader.numDocs() == 0) {
                return header;
            }
            IndexSearcher searcher = new IndexSearcher(reader);
            return new MeasuredSearch(searcher, header, VectorIndex.field(searcher)).measured();
        }
    }

    private void sample() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        int documents = searcher.getIndexReader().maxDoc();
        for (int tries = 0; tries < 4 * SAMPLE && queries.size() < SAMPLE; tries++) {
            VectorEntry entry = VectorDocuments.read(searcher.getIndexReader(), searcher.storedFields(),
                    random.nextInt(documents));
            (field.equals(VectorDocuments.IMAGE) ? entry.image() : entry.text()).ifPresent(queries::add);
        }
    }

    private VectorIndexHeader measured() throws IOException {
        VectorIndexHeader best = header;
        for (int candidates : CANDIDATES) {
            best = best.measured(candidates, share(candidates));
            if (best.recall().orElseThrow() >= RECALL_WANTED) {
                return best;
            }
        }
        return best;
    }

    private double share(int candidates) throws IOException {
        long wanted = 0;
        long found = 0;
        for (int i = 0; i < queries.size(); i++) {
            Set<Integer> walked = documents(field.walked(searcher, queries.get(i), VectorField.EVERYTHING, NEAREST,
                    new VectorField.Candidates(candidates, header.kind() == VectorIndexKind.QUANTISED)));
            wanted += nearest.get(i).size();
            found += nearest.get(i).stream().filter(walked::contains).count();
        }
        return wanted == 0 ? 1 : (double) found / wanted;
    }

    private static Set<Integer> documents(ScoreDoc... hits) {
        return Arrays.stream(hits).map(hit -> hit.doc).collect(Collectors.toSet());
    }
}
