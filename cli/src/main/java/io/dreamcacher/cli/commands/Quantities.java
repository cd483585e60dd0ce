package io.dreamcacher.cli.commands;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts as people write them: {@code 2G}, {@code 512MB}, {@code 10ms}, {@code 1.5s}. */
final class Quantities {
    private static final Pattern AMOUNT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]+)");
    private static final Map<String, Double> BYTES = Map.of("B", 1.0, "K", 1024.0, "KB", 1024.0, "M", 1048576.0, "MB",
            1048576.0, "G", 1073741824.0, "GB", 1073741824.0, "T", 1099511627776.0, "TB", 1099511627776.0);
    private static final Map<String, Double> NANOSECONDS = Map.of("US", 1e3, "MS", 1e6, "S", 1e9);

    private Quantities() {}

    private static double parse(String value, Map<String, Double> units, String example) {
        Matcher parts = AMOUNT.matcher(value.strip());
        double unit = parts.matches() ? units.getOrDefault(parts.group(2).toUpperCase(Locale.ROOT), 0.0) : 0;
        if (unit > 0) {
            return Double.parseDouble(parts.group(1)) * unit;
        }
        throw new TypeConversionException("must be an amount such as %s, but was %s".formatted(example, value));
    }

    /** A number of bytes. */
    static final class Memory implements ITypeConverter<Long> {
        @Override
        public Long convert(String value) {
            return (long) parse(value, BYTES, "2G or 512M");
        }
    }

    /** A time. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            return Duration.ofNanos((long) parse(value, NANOSECONDS, "10ms or 1s"));
        }
    }
}
