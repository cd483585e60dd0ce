package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.ImageAnswer.Image;
import io.dreamcacher.memory.ImageAnswer.Time;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The writing half of the memory: makes an image and, unless told otherwise, remembers it. */
final class Creation {
    /** Far longer than writing a row takes; nobody waits for it but what a crash leaves on several nodes. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final ImageStore images;
    private final ImageFiles files;
    private final Catalogue catalogue;
    private final IndexProjector index;
    private final SearchEncoder encoder;
    private final InstantSource clock;
    private final RandomGenerator random;

    Creation(MemoryParts parts, IndexProjector index) {
        this.images = parts.images().store();
        this.files = parts.images().files();
        this.catalogue = parts.catalogue();
        this.index = index;
        this.encoder = parts.engine().encoder();
        this.clock = parts.clock();
        this.random = parts.random();
    }

    /** Makes an image and returns once it would survive a power cut and the next search finds it. */
    ImageAnswer remembered(ResolvedRequest asked, OptionalLong seed, String reason, GenerationProgress progress) {
        NewImage made = make(asked, seed, progress);
        GenerationId id = GenerationId.random(random);
        GenerationVectors vectors = vectors(asked, made.file);
        ImageKey key = new ImageKey(asked.access.writeScope(), id);
        Generation generation = made.provenance.toGeneration(id, key.scope(), images.put(key, made.file, LEASE));
        commit(generation, vectors, asked);
        index.follow();
        if (!images.commit(key)) {
            throw takenBack(id, asked);
        }
        return answer(asked, new Image.Remembered(id), made.provenance, reason);
    }

    /** An image whose row could not be written was never acknowledged, and must not lie among those that were. */
    private void commit(Generation generation, GenerationVectors vectors, ResolvedRequest asked) {
        try {
            catalogue.add(asked.access, generation, vectors);
        } catch (RuntimeException e) {
            images.setAside(StoredImages.key(generation));
            throw e;
        }
    }

    /** The row of an image that somebody set aside, because it was not committed within its lease. */
    private DreamCacherException takenBack(GenerationId id, ResolvedRequest asked) {
        catalogue.delete(Access.in(asked.access.writeScope(), asked.access.caller()), id);
        catalogue.deleted(id);
        index.follow();
        return DreamCacherException.busy(
                "An image must be remembered within %d s of its making, but this machine took longer; ask again."
                        .formatted(LEASE.toSeconds()),
                Duration.ofSeconds(1));
    }

    /** Makes an image that leaves no trace. */
    ImageAnswer unstored(ResolvedRequest asked, OptionalLong seed, String reason, GenerationProgress progress) {
        NewImage made = make(asked, seed, progress);
        return answer(asked, new Image.Unstored(made.file), made.provenance, reason);
    }

    private static ImageAnswer answer(ResolvedRequest asked, Image image, Provenance provenance, String reason) {
        return new ImageAnswer(image, new Outcome.Generated(), provenance.recipe(), provenance.createdAt(),
                new Time(asked.elapsed(), Duration.ZERO), asked.canonical.cutAt(), reason);
    }

    private NewImage make(ResolvedRequest asked, OptionalLong seed, GenerationProgress progress) {
        long start = System.nanoTime();
        JobOutcome outcome = asked.generator
                .generate(new GenerationJob(asked.request.prompt(), asked.settings, seed,
                        asked.request.start()), progress);
        Duration took = Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
        if (progress.cancelled()) {
            throw new DreamCacherException(FailureCategory.CANCELLED,
                    "The request was cancelled before its picture was remembered.");
        }
        return switch (outcome) {
            case GeneratedImage image -> newImage(asked, image, took);
            case RefusedByPolicy(String reason) -> throw DreamCacherException.refused(reason);
        };
    }

    private NewImage newImage(ResolvedRequest asked, GeneratedImage image, Duration took) {
        Provenance provenance = new Provenance(asked.recipe(image), clock.instant().truncatedTo(ChronoUnit.MILLIS),
                took);
        return new NewImage(readable(asked, () -> files.withProvenance(image.file(), provenance)), provenance);
    }

    /** The pixels are needed for nothing else: without a vision tower the file is not decoded. */
    private GenerationVectors vectors(ResolvedRequest asked, ImageFile file) {
        EncodedPrompt prompt = asked.vectors();
        Optional<GenerationVectors.Joint> joint = encoder.description().encodesImages()
                ? prompt.text().map(text -> new GenerationVectors.Joint(text, encoder.encode(pixels(asked, file))))
                : Optional.empty();
        return new GenerationVectors(prompt.prompt(), joint);
    }

    private BufferedImage pixels(ResolvedRequest asked, ImageFile file) {
        return readable(asked, () -> files.decode(file, "the image"));
    }

    /** A file that cannot be read is the generator's fault, not the caller's. */
    private static <T> T readable(ResolvedRequest asked, Supplier<T> reading) {
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

    private record NewImage(ImageFile file, Provenance provenance) {}
}
