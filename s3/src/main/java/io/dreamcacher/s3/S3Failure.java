package io.dreamcacher.s3;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What a bucket's failures mean to a person. No key and no signature is in them. */
final class S3Failure {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;
    private static final int SERVER_ERROR = 500;
    private static final int THROTTLED = 429;

    private S3Failure() {}

    static DreamCacherException of(S3Address address, SdkException cause) {
        return cause instanceof AwsServiceException answered
                ? answered(address, answered)
                : away(address, "%s: %s".formatted(cause.getClass().getSimpleName(), cause.getMessage()), cause);
    }

    private static DreamCacherException answered(S3Address address, AwsServiceException cause) {
        String code = cause.awsErrorDetails() == null ? "" : String.valueOf(cause.awsErrorDetails().errorCode());
        String said = "%d %s".formatted(cause.statusCode(), code);
        if (code.equals("RequestTimeTooSkewed")) {
            return unusable(
                    "The clocks of this machine and of %s must agree within 15 minutes, but do not (%s); set this machine's clock."
                            .formatted(address, said),
                    cause);
        }
        if (cause.statusCode() == MISSING) {
            return unusable("There must be a bucket %s, but there is none (%s); make it, or correct the name."
                    .formatted(address.bucket(), said), cause);
        }
        if (cause.statusCode() == FORBIDDEN) {
            return unusable(
                    "%s must be readable, writable and listable with these credentials, but it is refused (%s); check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and what they may do."
                            .formatted(address, said),
                    cause);
        }
        return cause.statusCode() >= SERVER_ERROR || cause.statusCode() == THROTTLED
                ? away(address, said, cause)
                : unusable("%s must take what is asked of it, but refuses it (%s: %s)."
                        .formatted(address, said, cause instanceof S3Exception ? cause.getMessage() : ""), cause);
    }

    private static DreamCacherException unusable(String message, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_DATA, message, cause);
    }

    /** What is worth trying again. */
    static DreamCacherException away(S3Address address, String reason, Exception cause) {
        DreamCacherException busy = DreamCacherException.busy(
                "%s must answer, but does not (%s); what is in this machine's memory is answered meanwhile, so try again later."
                        .formatted(address, reason),
                RETRY_AFTER);
        busy.addSuppressed(cause);
        return busy;
    }
}
