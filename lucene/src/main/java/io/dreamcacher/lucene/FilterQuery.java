package io.dreamcacher.lucene;

import io.dreamcacher.filter.Filter;
import io.dreamcacher.filter.FilterValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RegexpQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.Operations;
import org.apache.lucene.util.automaton.RegExp;

/**
 * A {@link Filter} as Lucene asks it, of documents that {@link VectorDocuments} wrote: every field is a word as it is printed, a number too where it
 * is or reads as one, and its name is a word of {@value #NAMES}.
 */
final class FilterQuery {
    /** Of the field with the names of fields that a document has. */
    static final String NAMES = "names";
    /** Before the name of a field as a word. */
    static final String WORD = "w.";
    /** Before the name of a field as a number. */
    static final String NUMBER = "n.";

    private static final Pattern SPECIAL = Pattern.compile("[^\\p{L}\\p{N} ]");

    private FilterQuery() {}

    static Query of(Filter filter) {
        return switch (filter) {
            case Filter.And(List<Filter> parts) -> together(parts, Occur.FILTER);
            case Filter.Or(List<Filter> parts) -> together(parts, Occur.SHOULD);
            case Filter.Not(Filter part) -> not(of(part));
            case Filter.Comparison(String field, Filter.Relation relation, FilterValue value) ->
                comparison(name(field), relation, value);
            case Filter.OneOf(String field, List<FilterValue> values) -> together(values.stream()
                    .map(value -> (Filter) new Filter.Comparison(field, Filter.Relation.EQUAL, value))
                    .toList(), Occur.SHOULD);
            case Filter.Contains(String field, String text) -> containing(name(field), text);
            case Filter.Present(String field) -> new TermQuery(new Term(NAMES, name(field)));
        };
    }

    /** Names count whatever their case. */
    static String name(String field) {
        return field.toLowerCase(Locale.ROOT);
    }

    private static Query together(List<Filter> parts, Occur occur) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        parts.forEach(part -> all.add(of(part), occur));
        return all.build();
    }

    private static Query not(Query query) {
        return new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                .add(query, Occur.MUST_NOT)
                .build();
    }

    private static Query comparison(String field, Filter.Relation relation, FilterValue value) {
        if (relation == Filter.Relation.DIFFERENT) {
            return new BooleanQuery.Builder().add(comparable(field, value), Occur.FILTER)
                    .add(comparison(field, Filter.Relation.EQUAL, value), Occur.MUST_NOT)
                    .build();
        }
        return switch (value) {
            case FilterValue.Text(String text) -> words(field, relation, text);
            case FilterValue.Numeric(double number) -> numbers(field, relation, number);
            case FilterValue.Truth(boolean truth) -> truths(field, relation, truth);
        };
    }

    /** What a value can be held against at all. */
    private static Query comparable(String field, FilterValue value) {
        return switch (value) {
            case FilterValue.Text text -> new TermQuery(new Term(NAMES, field));
            case FilterValue.Numeric number -> DoublePoint.newRangeQuery(NUMBER + field, Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY);
            case FilterValue.Truth truth -> new BooleanQuery.Builder().add(word(field, "true"), Occur.SHOULD)
                    .add(word(field, "false"), Occur.SHOULD)
                    .build();
        };
    }

    private static Query words(String field, Filter.Relation relation, String text) {
        BytesRef term = new BytesRef(KeywordTerms.cut(text));
        String words = WORD + field;
        return switch (relation) {
            case EQUAL, DIFFERENT -> new TermQuery(new Term(words, term));
            case LESS -> new TermRangeQuery(words, null, term, true, false);
            case AT_MOST -> new TermRangeQuery(words, null, term, true, true);
            case MORE -> new TermRangeQuery(words, term, null, false, true);
            case AT_LEAST -> new TermRangeQuery(words, term, null, true, true);
        };
    }

    private static Query numbers(String field, Filter.Relation relation, double number) {
        String numbers = NUMBER + field;
        double exact = number + 0.0; // one zero only
        return switch (relation) {
            case EQUAL, DIFFERENT -> DoubleField.newExactQuery(numbers, exact);
            case LESS -> DoubleField.newRangeQuery(numbers, Double.NEGATIVE_INFINITY, DoublePoint.nextDown(exact));
            case AT_MOST -> DoubleField.newRangeQuery(numbers, Double.NEGATIVE_INFINITY, exact);
            case MORE -> DoubleField.newRangeQuery(numbers, DoublePoint.nextUp(exact), Double.POSITIVE_INFINITY);
            case AT_LEAST -> DoubleField.newRangeQuery(numbers, exact, Double.POSITIVE_INFINITY);
        };
    }

    private static Query truths(String field, Filter.Relation relation, boolean truth) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (boolean found : new boolean[]{false, true}) {
            if (new Filter.Comparison(field, relation, new FilterValue.Truth(truth))
                    .holds(name -> Optional.of(found))) {
                any.add(word(field, Boolean.toString(found)), Occur.SHOULD);
            }
        }
        return any.build();
    }

    private static Query word(String field, String text) {
        return new RegexpQuery(new Term(WORD + field, quoted(text)), RegExp.NONE, RegExp.CASE_INSENSITIVE,
                RegexpQuery.DEFAULT_PROVIDER, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT,
                RegexpQuery.CONSTANT_SCORE_BLENDED_REWRITE);
    }

    private static Query containing(String field, String text) {
        return new RegexpQuery(new Term(WORD + field, "(.|\n)*" + quoted(text) + "(.|\n)*"), RegExp.NONE,
                RegExp.CASE_INSENSITIVE, RegexpQuery.DEFAULT_PROVIDER, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT,
                RegexpQuery.CONSTANT_SCORE_BLENDED_REWRITE);
    }

    private static String quoted(String text) {
        return SPECIAL.matcher(text).replaceAll("\\\\$0");
    }
}
