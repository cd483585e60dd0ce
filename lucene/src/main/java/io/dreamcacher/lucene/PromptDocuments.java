package io.dreamcacher.lucene;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.index.SimilaritySearch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;

/**
 * How a remembered prompt is a Lucene document, and how documents of prompts are asked for. Every term begins with the
 * scope, so that no scope's prompts cost another one time. Short beginnings, which many prompts share, are terms of their
 * own.
 */
final class PromptDocuments {
    private static final String NAME = "prompt.name";
    private static final String KEY = "prompt.key";
    private static final String BEGINNING = "prompt.beginning";
    private static final String WORD = "prompt.word";
    private static final String WORD_BEGINNING = "prompt.word-beginning";
    private static final String TEXT = "prompt.text";
    /** Updated in place when a prompt is used, and nothing else of the document with it. */
    static final String USES = "prompt.uses";
    private static final String IMAGE = "prompt.picture";
    private static final VectorField VECTOR = new VectorField("prompt.vector");

    private static final int LONGEST_BEGINNING = 4;

    /** Different words a query may have; Lucene stops at 1,024 clauses. */
    private static final int MOST_QUERY_WORDS = 256;

    private static final Sort MOST_USED_FIRST = new Sort(new SortField(USES, SortField.Type.LONG, true));

    Document document(RememberedPrompt prompt) {
        String scope = prompt.scope().name();
        String key = prompt.key().value();
        Document document = new Document();
        document.add(new StringField(NAME, name(scope, key), Store.NO));
        document.add(new StringField(KEY, term(scope, key), Store.NO));
        document.add(new StoredField(KEY, key));
        document.add(new StoredField(TEXT, prompt.text()));
        document.add(new NumericDocValuesField(USES, prompt.uses()));
        prompt.image().ifPresent(image -> document.add(new StoredField(IMAGE, image.value())));
        for (String beginning : beginnings(key)) {
            document.add(new StringField(BEGINNING, term(scope, beginning), Store.NO));
        }
        Set<String> wordBeginnings = new LinkedHashSet<>();
        for (String word : words(key)) {
            document.add(new StringField(WORD, term(scope, word), Store.NO));
            wordBeginnings.addAll(beginnings(word));
        }
        for (String beginning : wordBeginnings) {
            document.add(new StringField(WORD_BEGINNING, term(scope, beginning), Store.NO));
        }
        document.add(VECTOR.of(prompt.vector()));
        return document;
    }

    /** The one document of a prompt. */
    Term term(Scope scope, PromptKey key) {
        return new Term(NAME, name(scope.name(), key.value()));
    }

    /** Prompts whose key begins with this one, most used first. */
    List<SimilaritySearch.PromptHit> startingWith(IndexSearcher searcher, Set<Scope> scopes, PromptKey prefix, int k)
            throws IOException {
        String begun = prefix.value();
        Query query = begins(BEGINNING, KEY, scopes, begun);
        if (begun.length() <= KeywordTerms.MOST_CHARACTERS) {
            return mostUsed(searcher, query, k);
        }
        return mostUsed(searcher, query, Integer.MAX_VALUE).stream()
                .filter(hit -> hit.key().value().startsWith(begun))
                .limit(k)
                .toList();
    }

    /** Prompts with all of these words, the last one begun, most used first; every prompt for no word. */
    List<SimilaritySearch.PromptHit> containing(IndexSearcher searcher, Set<Scope> scopes, PromptKey words, int k)
            throws IOException {
        List<String> wanted = List.of(words.value().split(" "));
        Set<String> whole = new LinkedHashSet<>(wanted.subList(0, wanted.size() - 1));
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        all.add(begins(WORD_BEGINNING, WORD, scopes, wanted.getLast()), Occur.FILTER);
        whole.stream()
                .limit(MOST_QUERY_WORDS)
                .forEach(word -> all.add(
                        anyOf(scopes, scope -> new TermQuery(new Term(WORD, term(scope.name(), word)))), Occur.FILTER));
        if (whole.size() <= MOST_QUERY_WORDS) {
            return mostUsed(searcher, all.build(), k);
        }
        return mostUsed(searcher, all.build(), Integer.MAX_VALUE).stream()
                .filter(hit -> words(hit.key().value()).containsAll(whole))
                .limit(k)
                .toList();
    }

    /** Prompts nearest in meaning, nearest first. */
    List<SimilaritySearch.PromptHit> near(IndexSearcher searcher, Set<Scope> scopes, Embedding query, double least,
            int k)
            throws IOException {
        ScoreDoc[] nearest = VECTOR.nearest(searcher, query, everyPrompt(scopes), k);
        return hits(searcher, Arrays.stream(nearest)
                .filter(hit -> VectorField.similarity(hit) >= least)
                .toArray(ScoreDoc[]::new));
    }

    private static Query everyPrompt(Set<Scope> scopes) {
        return begins(BEGINNING, KEY, scopes, "");
    }

    private static Query begins(String shortField, String longField, Set<Scope> scopes, String beginning) {
        return anyOf(scopes, scope -> begins(shortField, longField, scope, beginning));
    }

    private static Query anyOf(Set<Scope> scopes, Function<Scope, Query> one) {
        if (scopes.size() == 1) {
            return one.apply(scopes.iterator().next());
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        scopes.forEach(scope -> any.add(one.apply(scope), Occur.SHOULD));
        return any.build();
    }

    private static Query begins(String shortField, String longField, Scope scope, String beginning) {
        String term = term(scope.name(), beginning);
        if (beginning.length() <= LONGEST_BEGINNING) {
            return new TermQuery(new Term(shortField, term));
        }
        return new PrefixQuery(new Term(longField, term));
    }

    private static List<SimilaritySearch.PromptHit> mostUsed(IndexSearcher searcher, Query query, int k)
            throws IOException {
        int most = Math.min(k, Math.max(1, searcher.getIndexReader().maxDoc()));
        return hits(searcher, searcher.search(query, most, MOST_USED_FIRST).scoreDocs);
    }

    private static List<SimilaritySearch.PromptHit> hits(IndexSearcher searcher, ScoreDoc[] found) throws IOException {
        StoredFields stored = searcher.storedFields();
        List<SimilaritySearch.PromptHit> hits = new ArrayList<>(found.length);
        for (ScoreDoc hit : found) {
            hits.add(hit(stored.document(hit.doc), uses(searcher, hit.doc)));
        }
        return hits;
    }

    private static long uses(IndexSearcher searcher, int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        NumericDocValues uses = DocValues.getNumeric(leaf.reader(), USES);
        return uses.advanceExact(document - leaf.docBase) ? uses.longValue() : 0;
    }

    private static SimilaritySearch.PromptHit hit(Document stored, long uses) {
        return new SimilaritySearch.PromptHit(new PromptKey(stored.get(KEY)), stored.get(TEXT), uses,
                Optional.ofNullable(stored.get(IMAGE)).map(GenerationId::new));
    }

    private static Set<String> words(String key) {
        return new LinkedHashSet<>(Arrays.asList(key.split(" ")));
    }

    private static List<String> beginnings(String text) {
        List<String> beginnings = new ArrayList<>();
        for (int length = 0; length <= Math.min(LONGEST_BEGINNING, text.length()); length++) {
            beginnings.add(text.substring(0, length));
        }
        return beginnings;
    }

    private static String term(String scope, String text) {
        return scope + " " + KeywordTerms.cut(text);
    }

    private static String name(String scope, String key) {
        return scope + " " + KeywordTerms.hash(key);
    }
}
