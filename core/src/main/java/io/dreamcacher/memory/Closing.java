package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import org.jspecify.annotations.Nullable;

/** Closes all of several parts, whatever happens to one. */
final class Closing {
    private Closing() {}

    /** Closes in order; the first failure is thrown afterwards, with the others suppressed. */
    static void all(AutoCloseable... parts) {
        DreamCacherException first = null;
        for (AutoCloseable part : parts) {
            first = close(part, first);
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable DreamCacherException close(AutoCloseable part, @Nullable DreamCacherException first) {
        try {
            part.close();
            return first;
        } catch (Exception e) { // whatever it is, the next part must be closed
            DreamCacherException failure = e instanceof DreamCacherException known
                    ? known
                    : new DreamCacherException(FailureCategory.INTERNAL, "Closing failed: " + e, e);
            if (first == null) {
                return failure;
            }
            first.addSuppressed(failure);
            return first;
        }
    }
}
