package io.dreamcacher.lucene;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.request.ImageSize;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** How a generation is a Lucene document, and how documents of generations are asked for. */
final class GenerationDocuments {
    private static final String KIND = "kind";
    private static final String GENERATION = "generation";
    private static final String ID = "generation.id";
    private static final String SCOPE = "generation.scope";
    private static final String SETTINGS = "generation.settings";
    private static final String MODEL = "generation.model";
    private static final String SIZE = "generation.size";
    private static final String WORDS = "generation.words";
    private static final VectorField PROMPT = new VectorField("generation.prompt");
    private static final VectorField IMAGE = new VectorField("generation.picture");

    /** Words of a query beyond these are not searched; Lucene stops at 1,024 clauses a query. */
    private static final int MOST_QUERY_WORDS = 256;

    private final PromptAnalyzer analyzer = new PromptAnalyzer();

    Document document(Change.GenerationAdded added) {
        Generation generation = added.generation();
        Document document = new Document();
        document.add(new StringField(KIND, GENERATION, Store.NO));
        document.add(new StringField(ID, generation.id().value(), Store.NO));
        document.add(new StringField(SCOPE, generation.scope().name(), Store.NO));
        document.add(new StringField(SETTINGS, generation.recipe().identity().settingsKey(), Store.NO));
        document.add(new StringField(MODEL, KeywordTerms.cut(generation.recipe().model().toString()), Store.NO));
        document.add(new StringField(SIZE, generation.recipe().settings().size().toString(), Store.NO));
        document.add(new TextField(WORDS, generation.recipe().prompt(), Store.NO));
        document.add(PROMPT.of(added.vectors().prompt()));
        added.vectors().joint().ifPresent(joint -> document.add(IMAGE.of(joint.image())));
        StoredGeneration.add(document, generation);
        return document;
    }

    /** The one document of a generation. */
    Term term(GenerationId id) {
        return new Term(ID, id.value());
    }

    /** Every generation. */
    Query all() {
        return new TermQuery(new Term(KIND, GENERATION));
    }

    /** Generations of these scopes. */
    Query in(Set<Scope> scopes) {
        if (scopes.size() == 1) {
            return new TermQuery(new Term(SCOPE, scopes.iterator().next().name()));
        }
        return new TermInSetQuery(SCOPE, scopes.stream().map(scope -> new BytesRef(scope.name())).toList());
    }

    VectorField vectors(SimilaritySearch.Space space) {
        return switch (space) {
            case PROMPT -> PROMPT;
            case IMAGE -> IMAGE;
        };
    }

    /** What passes a filter, without scoring; what is asked for again and again stays one clause, so that Lucene caches it. */
    Query filter(IndexFilter filter) {
        BooleanQuery.Builder lasting = new BooleanQuery.Builder();
        lasting.add(in(filter.scopes()), Occur.FILTER);
        filter.settingsKey().ifPresent(key -> lasting.add(new TermQuery(new Term(SETTINGS, key)), Occur.FILTER));
        filter.model()
                .ifPresent(model -> lasting.add(new TermQuery(new Term(MODEL, KeywordTerms.cut(model))),
                        Occur.FILTER));
        filter.size()
                .map(ImageSize::toString)
                .ifPresent(
                        size -> lasting.add(new TermQuery(new Term(SIZE, size)), Occur.FILTER));
        if (filter.excluded().isEmpty()) {
            return lasting.build();
        }
        List<BytesRef> excluded = filter.excluded().stream().map(id -> new BytesRef(id.value())).toList();
        return new BooleanQuery.Builder().add(lasting.build(), Occur.FILTER)
                .add(new TermInSetQuery(ID, excluded), Occur.MUST_NOT)
                .build();
    }

    /** Generations with any of these words that pass a filter, scored by BM25; none for no word. */
    Query words(String words, IndexFilter filter) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (String word : analyzer.words(words, MOST_QUERY_WORDS)) {
            any.add(new TermQuery(new Term(WORDS, word)), Occur.SHOULD);
        }
        return new BooleanQuery.Builder().add(any.build(), Occur.MUST).add(filter(filter), Occur.FILTER).build();
    }

    /** The generation a hit stands for. */
    IndexedGeneration found(IndexSearcher searcher, StoredFields stored, ScoreDoc hit) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
        int document = hit.doc - leaf.docBase;
        Embedding prompt = PROMPT.read(leaf.reader(), document)
                .orElseThrow(() -> new IllegalStateException(
                        "every generation in the index has a prompt vector, but document " + hit.doc + " has none"));
        return new IndexedGeneration(StoredGeneration.read(stored.document(hit.doc)), prompt,
                IMAGE.read(leaf.reader(), document));
    }
}
