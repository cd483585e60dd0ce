package io.dreamcacher.diffusion.model;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.ImageSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code dreamcacher.json} beside model_index.json says of how a model is best used. The file is optional, and so
 * is each of its keys: {@code steps}, {@code guidanceScale}, {@code scheduler}, {@code width} with {@code height},
 * {@code clip}.
 *
 * @param steps denoising steps; 50, as in diffusers, if the file is silent
 * @param guidanceScale of classifier-free guidance; 7.5, as in diffusers, if the file is silent
 * @param scheduler short name of the sampler; empty means the repository's own
 * @param size of images; empty means the size the U-Net was trained for
 * @param clip folder of the CLIP that goes with the model; empty if none does
 */
public record SuggestedSettings(int steps, double guidanceScale, Optional<String> scheduler, Optional<ImageSize> size,
        Optional<Path> clip) {

    /** Name of the file. */
    public static final String FILE_NAME = "dreamcacher.json";

    private static final int STEPS = 50;
    private static final double GUIDANCE_SCALE = 7.5;
    /** As in a request. */
    private static final int MOST_GUIDANCE = 100;
    private static final Set<String> KEYS = Set.of("steps", "guidanceScale", "scheduler", "width", "height", "clip");

    static SuggestedSettings read(Path repository) {
        Path file = repository.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return new SuggestedSettings(STEPS, GUIDANCE_SCALE, Optional.empty(), Optional.empty(), Optional.empty());
        }
        ModelConfig config = ModelConfig.read(file);
        requireKnownKeys(config);
        double guidanceScale = config.number("guidanceScale", GUIDANCE_SCALE);
        if (!(guidanceScale >= 0) || guidanceScale > MOST_GUIDANCE) {
            throw config.mustBe("guidanceScale", "a number from 0 to " + MOST_GUIDANCE);
        }
        return new SuggestedSettings(config.positive("steps", STEPS), guidanceScale, config.text("scheduler"),
                size(config), config.text("clip").map(path -> repository.resolve(path).normalize()));
    }

    private static void requireKnownKeys(ModelConfig config) {
        for (String key : config.keys()) {
            if (!KEYS.contains(key)) {
                throw new DreamCacherException(FailureCategory.BAD_MODEL,
                        "Keys of %s must be among %s; found %s. Correct or remove it."
                                .formatted(config.file(), KEYS.stream().sorted().toList(), key));
            }
        }
    }

    private static Optional<ImageSize> size(ModelConfig config) {
        if (config.has("width") != config.has("height")) {
            throw config.mustBe(config.has("width") ? "height" : "width", "given, as the other side is");
        }
        return config.has("width")
                ? Optional.of(new ImageSize(config.positive("width", 1), config.positive("height", 1)))
                : Optional.empty();
    }
}
