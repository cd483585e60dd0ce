package io.dreamcacher.datasets.table;

import java.io.BufferedReader;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The lines of a text that are not blank, with their numbers and without the line breaks. */
final class NumberedLines implements Iterator<NumberedLines.Line> {
    private final Iterator<String> lines;
    private long number;
    private Optional<Line> next = Optional.empty();

    /**
     * A piece of a file.
     *
     * @param number of the line it begins in, from 1
     * @param text what it says
     */
    record Line(long number, String text) {
        /** Another text in the same place. */
        Line withText(String value) {
            return new Line(number, value);
        }
    }

    NumberedLines(BufferedReader reader) {
        lines = reader.lines().iterator();
    }

    @Override
    public boolean hasNext() {
        while (next.isEmpty() && lines.hasNext()) {
            number++;
            next = Optional.of(new Line(number, lines.next())).filter(line -> !line.text().isBlank());
        }
        return next.isPresent();
    }

    @Override
    public Line next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there are no more lines");
        }
        Line line = next.orElseThrow();
        next = Optional.empty();
        return line;
    }
}
