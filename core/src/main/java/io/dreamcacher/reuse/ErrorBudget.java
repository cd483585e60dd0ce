package io.dreamcacher.reuse;

import io.dreamcacher.failure.DreamCacherException;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The share of reused images that may be wrong.
 *
 * @param share 0 to 0.5; 0 lets nothing but the same request answer
 */
public record ErrorBudget(double share) {
    /** 1 %. */
    public static final ErrorBudget USUAL = new ErrorBudget(0.01);

    private static final double MOST = 0.5;
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{0,15})?|\\.\\d{1,15})\\s*(%?)");

    /** Refuses what is no share, or more than half. */
    public ErrorBudget {
        if (!(share >= 0 && share <= MOST)) { // NaN is neither
            throw DreamCacherException.badRequest(
                    "The budget is the share of reused pictures that may be wrong, from 0 to 50 %% (0.5), but %s was given%s."
                            .formatted(share, share > MOST && share <= 100
                                    ? "; percent are written with their sign, %s%%"
                                            .formatted(plain(BigDecimal.valueOf(share)))
                                    : ""));
        }
        share += 0.0; // no negative zero
    }

    /**
     * Reads a share, {@code 0.005}, or percent, {@code 0.5%}.
     *
     * @throws DreamCacherException with BAD_REQUEST when it is neither, or out of range
     */
    public static ErrorBudget parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw DreamCacherException.badRequest(
                    "The budget is written as percent (0.5%%) or as a share (0.005), from 0 to 50 %%, but \"%s\" was given."
                            .formatted(text));
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        return new ErrorBudget((matcher.group(2).isEmpty() ? number : number.movePointLeft(2)).doubleValue());
    }

    /** Whether nothing may ever be wrong, so that only the same request may answer. */
    public boolean isNone() {
        return share == 0;
    }

    /** In percent, as {@link #parse} reads it: {@code 0.5%}. */
    @Override
    public String toString() {
        return plain(BigDecimal.valueOf(share).movePointRight(2)) + "%";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
