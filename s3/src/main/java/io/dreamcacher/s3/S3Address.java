package io.dreamcacher.s3;

import io.dreamcacher.failure.DreamCacherException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where images lie.
 *
 * @param bucket its name
 * @param prefix before the names of all objects; empty, or ending with a slash
 */
public record S3Address(String bucket, String prefix) {
    private static final Pattern ADDRESS = Pattern
            .compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([\\w!*'(). /-]*))?");

    /** Whether a place is one of these. */
    public static boolean isOne(String place) {
        return place.startsWith("s3://");
    }

    /**
     * Reads {@code s3://bucket} or {@code s3://bucket/prefix}.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} for anything else
     */
    public static S3Address parse(String place) {
        Matcher address = ADDRESS.matcher(place);
        if (!address.matches()) {
            throw DreamCacherException.badRequest(
                    "A bucket is named as s3://bucket or s3://bucket/prefix, with the letters that S3 allows, but \"%s\" was given; correct it."
                            .formatted(place));
        }
        String prefix = address.group(2) == null ? "" : address.group(2).replaceAll("/+$", "");
        return new S3Address(address.group(1), prefix.isEmpty() ? "" : prefix + "/");
    }

    @Override
    public String toString() {
        return "s3://%s/%s".formatted(bucket, prefix);
    }
}
