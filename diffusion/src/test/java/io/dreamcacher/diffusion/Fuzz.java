package io.dreamcacher.diffusion;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Random;

/**
 * Feeds a reader of files with broken input. Whatever it is, the answer is a result or a {@link DreamCacherException}.
 * The system property {@code dreamcacher.fuzz.inputs} says how many inputs each test makes.
 */
public final class Fuzz {
    private static final int FEW = 2_000;

    private Fuzz() {}

    /** A reader that is given something made at random. */
    public interface Attempt {
        void read(Random random) throws Exception;
    }

    /** Makes the attempts; the seed of one that fails is in the message. */
    public static void attempts(Attempt attempt) {
        int inputs = Integer.getInteger("dreamcacher.fuzz.inputs", FEW);
        for (long seed = 0; seed < inputs; seed++) {
            try {
                attempt.read(new Random(seed));
            } catch (DreamCacherException e) {
                // the answer to a broken file
            } catch (Exception | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("input of seed " + seed, e);
            }
        }
    }

    /** A text with some characters replaced, removed, doubled or swapped for parts of the same text. */
    public static String mutated(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(6); i >= 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(5)) {
                case 0 -> mutated.setCharAt(at, (char) random.nextInt(128));
                case 1 -> mutated.delete(at, end);
                case 2 -> mutated.insert(at, mutated.substring(at, end));
                case 3 -> mutated.replace(at, end, NASTY[random.nextInt(NASTY.length)]);
                default -> {
                    int from = random.nextInt(text.length());
                    mutated.insert(at, text, from, Math.min(text.length(), from + random.nextInt(30)));
                }
            }
        }
        return mutated.toString();
    }

    private static final String[] NASTY = {"-1", "2147483647", "9223372036854775807", "1e999", "NaN", "null", "[]",
            "{}",
            "\"\"", "0", "[[[[", "1.5", "true", "4294967296"};
}
