package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.model.Model;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelRepository;
import io.dreamcacher.diffusion.tokenizer.ClipTokenizer;
import io.dreamcacher.diffusion.tokenizer.TextCleaning;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.ModelRef;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of a model lie: a Stable Diffusion with the CLIP it names, or a CLIP by itself.
 *
 * @param name as it was given
 * @param repository of Stable Diffusion; empty for a CLIP by itself
 * @param clip folder; empty if the repository names none
 */
record ModelPlaces(String name, Optional<ModelRepository> repository, Optional<Path> clip) {

    private static final String PREPROCESSOR = "preprocessor_config.json";

    /**
     * Finds them.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no such model, {@code BAD_MODEL} if it is none
     */
    static ModelPlaces find(ModelRef reference, ModelChoices choices) {
        ModelChoice choice = choices.of(reference);
        if (Model.open(choice.model()) instanceof Model.Clip(Path clip)) {
            return new ModelPlaces(reference.toString(), Optional.empty(), Optional.of(clip));
        }
        ModelRepository repository = choice.open();
        return new ModelPlaces(reference.toString(), Optional.of(repository), repository.settings().clip());
    }

    /** The tokenizer. */
    ClipTokenizer tokenizer(TextCleaning cleaning) {
        return repository.map(found -> found.tokenizer("tokenizer").with(cleaning))
                .orElseGet(() -> ClipTokenizer.fromFolder(clip.orElseThrow(), cleaning));
    }

    /** What tells how images are prepared for the image tower. */
    Path preprocessor() {
        return clip.or(() -> repository.map(found -> found.path().resolve("feature_extractor")))
                .orElseThrow()
                .resolve(PREPROCESSOR);
    }

    /**
     * The Stable Diffusion.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if the model is a CLIP by itself
     */
    ModelRepository requireRepository() {
        return repository.orElseThrow(() -> DreamCacherException.badRequest(
                "This needs a Stable Diffusion, which has a model_index.json; %s has none. Name another with --model."
                        .formatted(name)));
    }
}
