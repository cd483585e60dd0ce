package io.dreamcacher.generation;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.Fingerprint;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Name of one remembered image, random or following from what it is called elsewhere, safe in file names and addresses.
 *
 * @param value 20 characters of a-z and 2-7 (100 bits)
 */
public record GenerationId(String value) implements Comparable<GenerationId> {
    private static final Pattern VALUE = Pattern.compile("[a-z2-7]{20}");
    private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int BITS_A_DIGIT = 5;
    private static final int LENGTH = 20;

    /** Refuses anything that is not such a name. */
    public GenerationId {
        if (!isOne(value)) {
            throw DreamCacherException.badRequest(
                    "The id of a picture is 20 characters of a-z and 2-7, but \"%s\" was given.".formatted(value));
        }
    }

    /** Whether a text has the form of such a name. */
    public static boolean isOne(String text) {
        return VALUE.matcher(text).matches();
    }

    /** The name that follows from a text: the same whenever it is asked for. */
    public static GenerationId of(String text) {
        BigInteger digest = new BigInteger(1, HexFormat.of().parseHex(Fingerprint.ofText(text).sha256()));
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            value.append(DIGITS.charAt(digest.shiftRight(i * BITS_A_DIGIT).intValue() & (DIGITS.length() - 1)));
        }
        return new GenerationId(value.toString());
    }

    /** A new name. */
    public static GenerationId random(RandomGenerator random) {
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            value.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
        }
        return new GenerationId(value.toString());
    }

    @Override
    public int compareTo(GenerationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
