package io.dreamcacher.memory;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.ImageAnswer.Image;
import io.dreamcacher.memory.ImageAnswer.Time;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.SeedIntent;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Makes images and remembers none: what a memory does where nothing it has will do, and all there is to do without one.
 * Thread-safe.
 */
public final class ImageMaker {
    /** Seeds drawn here stay below 2^32, all that PyTorch's CPU generator tells apart. */
    private static final long SEEDS = 1L << 32;
    /** Why an image is new where the memory is passed by. */
    static final String NOT_USED = "The memory was not to be used.";

    private final ImageFiles files;
    private final InstantSource clock;
    private final RandomGenerator random;

    /**
     * @param files puts its recipe into an image
     * @param clock tells when an image was made
     * @param random draws seeds
     */
    public ImageMaker(ImageFiles files, InstantSource clock, RandomGenerator random) {
        this.files = files;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Answers a request without a memory: nothing is looked up and nothing is left behind.
     *
     * @param progress told how each image gets on, by its place in the answer
     */
    public Answer answer(GenerationRequest request, ImageGenerator generator,
            IntFunction<GenerationProgress> progress) {
        ResolvedRequest asked = ResolvedRequest.ofNoMemory(request, generator);
        return new Answer(IntStream.range(0, request.count())
                .mapToObj(image -> unstored(asked, seed(asked, image), NOT_USED, progress.apply(image)))
                .toList());
    }

    /** An image that leaves no trace. */
    ImageAnswer unstored(ResolvedRequest asked, OptionalLong seed, String reason, GenerationProgress progress) {
        NewImage made = make(asked, seed, progress);
        return made.answer(asked, new Image.Unstored(made.file), reason);
    }

    /** The seed of an image of a request: the one asked for, or any; absent where the generator takes none. */
    OptionalLong seed(ResolvedRequest asked, int image) {
        if (asked.request.seed() instanceof SeedIntent.Fixed fixed) {
            return OptionalLong.of(fixed.seed() + image);
        }
        return asked.seedable() ? OptionalLong.of(random.nextLong(SEEDS)) : OptionalLong.empty();
    }

    /** Makes an image of a request from noise, or from the image the request brings along. */
    NewImage make(ResolvedRequest asked, OptionalLong seed, GenerationProgress progress) {
        return make(asked, seed, progress, asked.generator::generate, image -> Optional.empty());
    }

    /** Finishes an image of a request from a stored one. */
    NewImage refine(ResolvedRequest asked, RefinementStart start, OptionalLong seed, GenerationProgress progress) {
        return make(asked, seed, progress, start::run, image -> Optional.of(start.provenance(image.seed())));
    }

    private NewImage make(ResolvedRequest asked, OptionalLong seed, GenerationProgress progress,
            BiFunction<GenerationJob, GenerationProgress, JobOutcome> work,
            Function<GeneratedImage, Optional<Recipe.Refinement>> begun) {
        long start = System.nanoTime();
        JobOutcome outcome = work.apply(
                new GenerationJob(asked.request.prompt(), asked.settings, seed, asked.request.start()), progress);
        Duration took = Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
        if (progress.cancelled()) {
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The request was cancelled before its picture was remembered.");
        }
        return switch (outcome) {
            case GeneratedImage image -> newImage(asked, image, took, begun.apply(image));
            case RefusedByPolicy(String reason) -> throw DreamCacherException.refused(reason);
        };
    }

    private NewImage newImage(ResolvedRequest asked, GeneratedImage image, Duration took,
            Optional<Recipe.Refinement> begun) {
        ImageSize size = readable(asked, () -> files.size(image.file(), "the image"));
        Recipe recipe = asked.recipe(image, size);
        Provenance provenance = new Provenance(begun.map(recipe::refined).orElse(recipe),
                clock.instant().truncatedTo(ChronoUnit.MILLIS), took);
        return new NewImage(readable(asked, () -> files.withProvenance(image.file(), provenance)), provenance);
    }

    /** A file that cannot be read is the generator's fault, not the caller's. */
    static <T> T readable(ResolvedRequest asked, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (DreamCacherException e) {
            if (e.category() != FailureCategory.BAD_REQUEST) {
                throw e;
            }
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "The model %s must give an image that can be read, but gave something else; use another model. (%s)"
                            .formatted(asked.generator.description().name(), e.getMessage()),
                    e);
        }
    }

    /**
     * An image nobody has yet.
     *
     * @param file the image, which tells of its making
     * @param provenance the same
     */
    record NewImage(ImageFile file, Provenance provenance) {
        /** As the answer to the request it was made for. */
        ImageAnswer answer(ResolvedRequest asked, Image image, String reason) {
            return answer(asked, image, new Outcome.Generated(), Duration.ZERO, reason);
        }

        /** The same of one that was begun from a stored image. */
        ImageAnswer answer(ResolvedRequest asked, Image image, Outcome outcome, Duration saved, String reason) {
            ImageSize size = provenance.recipe().settings().size();
            String whole = size.equals(asked.settings.size())
                    ? reason
                    : "%s The model gave %s instead of the %s asked for.".formatted(reason, size,
                            asked.settings.size());
            return new ImageAnswer(image, outcome, provenance.recipe(), provenance.createdAt(),
                    new Time(asked.elapsed(), saved), asked.canonical.cutAt(), whole);
        }
    }
}
