package io.dreamcacher.api;

import io.dreamcacher.catalogue.ForgetTarget;

/**
 * What was forgotten, or would be.
 *
 * @param images with everything that was known of them
 * @param bytes of the images
 * @param prompts that are suggested no more
 * @param dryRun whether nothing was changed
 */
public record ForgottenExtent(long images, long bytes, long prompts, boolean dryRun) {
    /** A memory's count. */
    public static ForgottenExtent of(ForgetTarget.Extent extent, boolean dryRun) {
        return new ForgottenExtent(extent.images(), extent.bytes(), extent.prompts(), dryRun);
    }
}
