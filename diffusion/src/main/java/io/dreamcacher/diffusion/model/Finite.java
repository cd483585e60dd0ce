package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Looks for infinities and NaN, of which a network makes a black picture without a word. */
public final class Finite {
    private Finite() {}

    /** Index of the first number that is infinite or NaN; empty if there is none. */
    public static OptionalInt firstOther(float... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * Refuses such numbers of a file.
     *
     * @return the same array
     * @throws DreamCacherException {@code BAD_MODEL} naming file, tensor and number
     */
    static float[] require(Path file, String tensor, float... values) {
        firstOther(values).ifPresent(index -> {
            throw new DreamCacherException(FailureCategory.BAD_MODEL, sentence(file, tensor, index, values[index]));
        });
        return values;
    }

    private static String sentence(Path file, String tensor, int index, float found) {
        return "Every number of tensor %s in %s must be finite; number %d is %s. Download the file again, or leave it out."
                .formatted(tensor, file, index, found);
    }

    /** What is wrong with the first tensor that has such a number, by the file it lies in; empty if all are finite. */
    static Optional<String> problem(Checkpoint checkpoint) {
        for (String name : checkpoint.names()) {
            WeightTensor tensor = checkpoint.tensor(name);
            if (tensor instanceof WeightTensor.Stored stored && stored.entry().type().isFraction()) {
                float[] values = stored.floats();
                OptionalInt found = firstOther(values);
                if (found.isPresent()) {
                    return Optional.of(sentence(stored.file().path(), stored.entry().name(), found.orElseThrow(),
                            values[found.orElseThrow()]));
                }
            }
        }
        return Optional.empty();
    }
}
