package io.dreamcacher.cli.client;

/**
 * A search result, in the words the service uses too.
 *
 * @param id of the picture
 * @param similarity cosine with what was searched for
 * @param prompt of the picture
 * @param path of the file
 * @param seed of the noise
 * @param width in pixels
 * @param height in pixels
 * @param createdAt ISO 8601
 */
public record FoundView(String id, double similarity, String prompt, String path, long seed, int width, int height,
        String createdAt) {
    public FoundView withPath(String value) {
        return new FoundView(id, similarity, prompt, value, seed, width, height, createdAt);
    }
}
