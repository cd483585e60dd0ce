package io.dreamcacher.filter;

import java.util.List;
import java.util.Optional;

/** What a field is held against. */
public sealed interface FilterValue {
    /** A text; fields are compared as they are printed, by their code points. */
    record Text(String text) implements FilterValue {
        @Override
        public List<Integer> compared(Object field) {
            return List.of(printed(field).compareTo(text));
        }

        @Override
        public String toString() {
            return "'" + text.replace("'", "''") + "'";
        }
    }

    /** A number; only fields that are one, or read as one, compare. */
    record Numeric(double number) implements FilterValue {
        @Override
        public List<Integer> compared(Object field) {
            return asNumber(field).map(found -> Double.compare(found + 0.0, number + 0.0)).stream().toList();
        }

        @Override
        public String toString() {
            return number == Math.rint(number) && Math.abs(number) < 1e15
                    ? Long.toString((long) number)
                    : Double.toString(number);
        }
    }

    /** True or false. */
    record Truth(boolean value) implements FilterValue {
        @Override
        public List<Integer> compared(Object field) {
            String found = printed(field);
            boolean isTruth = found.equalsIgnoreCase("true") || found.equalsIgnoreCase("false");
            return isTruth ? List.of(Boolean.compare(found.equalsIgnoreCase("true"), value)) : List.of();
        }

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /** How a field compares with it: below 0, 0 or above 0; none where the two do not compare. */
    List<Integer> compared(Object field);

    /** A field as a text: whole numbers without a point. */
    static String printed(Object field) {
        return field instanceof Double number ? new Numeric(number).toString() : field.toString();
    }

    /** A field as a number, if it is one or reads as one. */
    static Optional<Double> asNumber(Object field) {
        if (field instanceof Number number) {
            return Optional.of(number.doubleValue());
        }
        if (!(field instanceof String text) || !FilterWords.isNumber(text.strip())) {
            return Optional.empty();
        }
        return Optional.of(Double.parseDouble(text.strip()));
    }
}
