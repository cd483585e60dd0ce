package io.dreamcacher.lucene;

import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.filter.FilterValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;

/** How an entry of a set is a Lucene document. What it says of itself is stored as it is, and can be filtered by. */
final class VectorDocuments {
    private static final String ID = "id";
    private static final String PROMPT = "prompt";
    private static final String LENGTH = "length";
    /** Before the name of a text or a number of the metadata. */
    private static final String STORED = "m.";
    /** Before the name of a truth value, which Lucene does not store. */
    private static final String TRUTH = "b.";

    static final VectorField IMAGE = new VectorField("image");
    static final VectorField TEXT = new VectorField("text");

    private VectorDocuments() {}

    static Term term(String id) {
        return new Term(ID, id);
    }

    static Document document(VectorEntry entry) {
        Document document = new Document();
        document.add(new StringField(ID, entry.id(), Store.YES));
        entry.image().ifPresent(vector -> document.add(IMAGE.of(vector)));
        entry.text().ifPresent(vector -> document.add(TEXT.of(vector)));
        filterable(document, ID, entry.id());
        entry.prompt().ifPresent(prompt -> {
            document.add(new StoredField(PROMPT, prompt));
            filterable(document, PROMPT, prompt);
        });
        entry.metadata().forEach((name, value) -> {
            document.add(stored(name, value));
            filterable(document, name, value);
        });
        if (!entry.metadata().containsKey(LENGTH)) {
            entry.prompt().ifPresent(prompt -> filterable(document, LENGTH, prompt.codePointCount(0, prompt.length())));
        }
        return document;
    }

    private static StoredField stored(String name, Object value) {
        return switch (value) {
            case Boolean truth -> new StoredField(TRUTH + name, truth.toString());
            case Number number when isWhole(number) -> new StoredField(STORED + name, number.longValue());
            case Number number -> new StoredField(STORED + name, number.doubleValue());
            default -> new StoredField(STORED + name, value.toString());
        };
    }

    /** An id and a prompt of the entry itself go before what its metadata calls so. */
    private static void filterable(Document document, String field, Object value) {
        String name = FilterQuery.name(field);
        if (document.getField(FilterQuery.WORD + name) != null || value.equals("")) {
            return;
        }
        document.add(new StringField(FilterQuery.NAMES, name, Store.NO));
        document.add(new StringField(FilterQuery.WORD + name, KeywordTerms.cut(FilterValue.printed(value)), Store.NO));
        FilterValue.asNumber(value)
                .ifPresent(number -> document.add(new DoubleField(FilterQuery.NUMBER + name, number + 0.0, Store.NO)));
    }

    private static boolean isWhole(Number number) {
        return number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte;
    }

    /** The entry of a document. */
    static VectorEntry read(IndexReader reader, StoredFields stored, int document) throws IOException {
        List<LeafReaderContext> leaves = reader.leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        String id = "";
        Optional<String> prompt = Optional.empty();
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (IndexableField field : stored.document(document)) {
            switch (field.name()) {
                case ID -> id = field.stringValue();
                case PROMPT -> prompt = Optional.of(field.stringValue());
                default -> metadata.put(field.name().substring(STORED.length()), value(field));
            }
        }
        return new VectorEntry(id, IMAGE.read(leaf.reader(), document - leaf.docBase),
                TEXT.read(leaf.reader(), document - leaf.docBase), prompt, metadata);
    }

    private static Object value(IndexableField field) {
        Optional<Number> number = Optional.ofNullable(field.numericValue());
        if (number.isPresent()) {
            return number.get();
        }
        return field.name().startsWith(TRUTH) ? Boolean.valueOf(field.stringValue()) : field.stringValue();
    }
}
