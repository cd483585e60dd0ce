package io.dreamcacher.collections.download;

import java.nio.file.Path;

/**
 * What to download.
 *
 * @param links the list
 * @param target the folder that pictures go to, which need not be there
 * @param form what becomes of each
 * @param limits how much at once, and at most
 * @param manners what is asked of others
 * @param retryFailed whether links that came to nothing before are tried again
 */
public record DownloadPlan(LinkFile links, Path target, ImageForm form, DownloadLimits limits, Manners manners,
        boolean retryFailed) {}
