package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.repository.DiffusersRepository;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the parts of a model lie: a Stable Diffusion with the CLIP it names, or a CLIP by itself.
 *
 * @param name as it was given
 * @param repository of Stable Diffusion; empty for a CLIP by itself
 * @param clip folder; empty if the repository names none
 */
record ModelPlaces(String name, Optional<DiffusersRepository> repository, Optional<Path> clip) {
    private static final String PREPROCESSOR = "preprocessor_config.json";

    /**
     * Finds them.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if there is no such model, {@code BAD_MODEL} if it is none
     */
    static ModelPlaces find(String model, Path cacheFolder) {
        Path folder = model.equals(Postcards.NAME) ? Postcards.stableDiffusion(cacheFolder) : existing(model);
        if (Files.exists(folder.resolve("model_index.json"))) {
            DiffusersRepository repository = DiffusersRepository.open(folder);
            return new ModelPlaces(model, Optional.of(repository), repository.settings().clip());
        }
        return new ModelPlaces(model, Optional.empty(), Optional.of(folder));
    }

    private static Path existing(String model) {
        Path folder = Path.of(model);
        if (!Files.isDirectory(folder)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "A model is \"%s\" or a folder in Hugging Face layout, but there is no folder %s."
                            .formatted(Postcards.NAME, folder.toAbsolutePath()));
        }
        return folder;
    }

    /** The folder of the tokenizer. */
    Path tokenizer() {
        return repository.map(found -> found.folder("tokenizer")).orElseGet(clip::orElseThrow);
    }

    /** What tells how pictures are prepared for the image tower. */
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
    DiffusersRepository requireRepository() {
        return repository.orElseThrow(() -> DreamCacherException.badRequest(
                "This needs a Stable Diffusion, which has a model_index.json; %s has none. Name another with --model."
                        .formatted(name)));
    }
}
