package io.dreamcacher.filter;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A condition on a row with named fields: {@code width>=512 and model='sd-1.4'}. Operators are {@code = != < <= > >=},
 * {@code in ('a', 'b')}, {@code contains 'text'} (whatever its case), {@code is missing} and {@code is present}; {@code not} binds
 * closest, then {@code and}, then {@code or}; parentheses as usual. Texts stand in ' or ", twice for itself inside; a name that is no plain word
 * stands in backquotes. A number is compared with fields that are numbers or read as one, a text with all as they are printed. No comparison
 * holds of a field that is missing, not even {@code !=}. As a text it is what {@link #parse} reads. Immutable.
 */
public sealed interface Filter {
    /** All of two or more conditions. */
    record And(List<Filter> parts) implements Filter {
        /** Keeps a copy. */
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof Or ? "(" + part + ")" : part.toString())
                    .collect(Collectors.joining(" and "));
        }
    }

    /** Any of two or more conditions. */
    record Or(List<Filter> parts) implements Filter {
        /** Keeps a copy. */
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream().map(Filter::toString).collect(Collectors.joining(" or "));
        }
    }

    /** The contrary. */
    record Not(Filter part) implements Filter {
        @Override
        public String toString() {
            return part instanceof And || part instanceof Or ? "not (" + part + ")" : "not " + part;
        }
    }

    /** A field held against a value. */
    record Comparison(String field, Relation relation, FilterValue value) implements Filter {
        @Override
        public String toString() {
            return FilterWords.name(field) + " " + relation.sign() + " " + value;
        }
    }

    /** A field that is one of several values. */
    record OneOf(String field, List<FilterValue> values) implements Filter {
        /** Keeps a copy. */
        public OneOf {
            values = List.copyOf(values);
        }

        @Override
        public String toString() {
            return FilterWords.name(field) + " in "
                    + values.stream().map(FilterValue::toString).collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /** A field with a text in it, whatever its case. */
    record Contains(String field, String text) implements Filter {
        @Override
        public String toString() {
            return FilterWords.name(field) + " contains " + new FilterValue.Text(text);
        }
    }

    /** A field that has a value. */
    record Present(String field) implements Filter {
        @Override
        public String toString() {
            return FilterWords.name(field) + " is present";
        }
    }

    /** How a field stands to a value. */
    enum Relation {
        /** The same. */
        EQUAL("="),
        /** There, and not the same. */
        DIFFERENT("!="),
        /** Before it. */
        LESS("<"),
        /** Before it or the same. */
        AT_MOST("<="),
        /** Behind it. */
        MORE(">"),
        /** Behind it or the same. */
        AT_LEAST(">=");

        private final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case DIFFERENT -> comparison != 0;
                case LESS -> comparison < 0;
                case AT_MOST -> comparison <= 0;
                case MORE -> comparison > 0;
                case AT_LEAST -> comparison >= 0;
            };
        }
    }

    /**
     * Reads a condition.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} with the place, what was expected there and what was found
     */
    static Filter parse(String text) {
        return new FilterParser(text).parse();
    }

    /**
     * Whether it holds of a row.
     *
     * @param row gives a field by its name: a text, a number or a boolean; empty where there is none
     */
    default boolean holds(Function<String, Optional<Object>> row) {
        return switch (this) {
            case And(List<Filter> parts) -> parts.stream().allMatch(part -> part.holds(row));
            case Or(List<Filter> parts) -> parts.stream().anyMatch(part -> part.holds(row));
            case Not(Filter part) -> !part.holds(row);
            case Comparison(String field, Relation relation, FilterValue value) -> row.apply(field)
                    .filter(found -> value.compared(found).stream().anyMatch(relation::holds))
                    .isPresent();
            case OneOf(String field, List<FilterValue> values) -> row.apply(field)
                    .filter(found -> values.stream()
                            .anyMatch(value -> value.compared(found).stream().anyMatch(Relation.EQUAL::holds)))
                    .isPresent();
            case Contains(String field, String text) -> row.apply(field)
                    .filter(found -> found.toString().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                    .isPresent();
            case Present(String field) -> row.apply(field).isPresent();
        };
    }

    /** The names of all fields it asks for. */
    default Set<String> fields() {
        Set<String> fields = new TreeSet<>();
        switch (this) {
            case And(List<Filter> parts) -> parts.forEach(part -> fields.addAll(part.fields()));
            case Or(List<Filter> parts) -> parts.forEach(part -> fields.addAll(part.fields()));
            case Not(Filter part) -> fields.addAll(part.fields());
            case Comparison(String field, Relation relation, FilterValue value) -> fields.add(field);
            case OneOf(String field, List<FilterValue> values) -> fields.add(field);
            case Contains(String field, String text) -> fields.add(field);
            case Present(String field) -> fields.add(field);
        }
        return fields;
    }

    /**
     * Refuses fields that no row has; names count whatever their case.
     *
     * @param where for the sentence: what has rows of these fields
     * @throws DreamCacherException {@code BAD_REQUEST} with the nearest name there is
     */
    default void requireFields(Collection<String> known, String where) {
        for (String field : fields()) {
            if (known.stream().noneMatch(field::equalsIgnoreCase)) {
                String near = FilterWords.nearest(field, known).map(" Did you mean \"%s\"?"::formatted).orElse("");
                throw DreamCacherException.badRequest(
                        "A filter asks for fields that are there, but %s has no \"%s\", only %s.%s".formatted(where,
                                field, String.join(", ", known), near));
            }
        }
    }
}
