package io.dreamcacher.failure;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failure with a category. The message is one sentence for a person: what must hold, what was found, what to do. It
 * never contains a prompt, an image or a key.
 */
public final class DreamCacherException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCategory category;
    private final @Nullable Duration retryAfter;

    /** A failure without a cause. */
    public DreamCacherException(FailureCategory category, String message) {
        this(category, message, null, null);
    }

    /** A failure with the exception that led to it. */
    public DreamCacherException(FailureCategory category, String message, Throwable cause) {
        this(category, message, cause, null);
    }

    private DreamCacherException(FailureCategory category, String message, @Nullable Throwable cause,
            @Nullable Duration retryAfter) {
        super(message, cause);
        this.category = category;
        this.retryAfter = retryAfter;
    }

    /** A {@link FailureCategory#BUSY} failure that says when trying again is sensible. */
    public static DreamCacherException busy(String message, Duration retryAfter) {
        return new DreamCacherException(FailureCategory.BUSY, message, null, retryAfter);
    }

    /** A {@link FailureCategory#BAD_REQUEST} failure. */
    public static DreamCacherException badRequest(String message) {
        return new DreamCacherException(FailureCategory.BAD_REQUEST, message);
    }

    /**
     * A {@link FailureCategory#REFUSED} failure.
     *
     * @param reason in the words of whoever refuses
     */
    public static DreamCacherException refused(String reason) {
        return new DreamCacherException(FailureCategory.REFUSED,
                "The model refuses this request by its policy: %s%s Ask for something else."
                        .formatted(reason, endsSentence(reason) ? "" : "."));
    }

    private static boolean endsSentence(String text) {
        return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") || text.endsWith("…");
    }

    /** The sentence; never null, unlike other exceptions'. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** What kind of failure this is. */
    public FailureCategory category() {
        return category;
    }

    /** How long to wait before trying again; empty when waiting does not help or nobody can tell. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
