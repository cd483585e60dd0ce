package io.dreamcacher.cli.client;

/**
 * One remembered picture, in the words the service uses too.
 *
 * @param id its name
 * @param prompt as it was written
 * @param negativePrompt what was steered away from
 * @param model that drew it
 * @param width in pixels
 * @param height in pixels
 * @param steps of denoising
 * @param guidanceScale weight of the prompt
 * @param scheduler short name
 * @param conditioning what else changed the picture; mostly empty
 * @param seed of the noise
 * @param flagged whether the model's safety checker objected to it
 * @param createdAt ISO 8601
 * @param milliseconds making it took
 * @param sizeBytes of the file
 * @param path of the file
 */
public record GenerationView(String id, String prompt, String negativePrompt, String model, int width, int height,
        int steps,
        double guidanceScale, String scheduler, String conditioning, long seed, boolean flagged, String createdAt,
        long milliseconds,
        long sizeBytes,
        String path) {
    public GenerationView withPath(String value) {
        return new GenerationView(id, prompt, negativePrompt, model, width, height, steps, guidanceScale, scheduler,
                conditioning, seed, flagged, createdAt, milliseconds, sizeBytes, value);
    }
}
