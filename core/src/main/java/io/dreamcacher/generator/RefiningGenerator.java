package io.dreamcacher.generator;

import io.dreamcacher.media.ImageFile;

/** A generator that can also begin from an image that is there, and change it towards a prompt. */
public interface RefiningGenerator extends ImageGenerator {
    /**
     * Makes an image of a stored one. The same job, image and strength give the same image where a job does.
     *
     * @param job what to make, without an image to start from of its own
     * @param stored of any type that is read, and any size
     * @param strength how much of it may change, above 0 to 1; the image is the nearer to the stored one the less that is
     * @param progress told of the steps that are run, fewer than the settings say where strength is below 1
     * @return the image, or the refusal of a generator whose rules forbid it
     * @throws io.dreamcacher.failure.DreamCacherException as {@link #generate}, and BAD_REQUEST when the strength is out of
     *         range or leaves nothing to do, or the stored file is no image that is read
     */
    JobOutcome refine(GenerationJob job, ImageFile stored, double strength, GenerationProgress progress);
}
