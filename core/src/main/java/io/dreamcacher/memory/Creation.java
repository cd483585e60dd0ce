package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.ImageFiles;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.ImageAnswer.Image;
import io.dreamcacher.memory.ImageMaker.NewImage;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/** The writing half of the memory: makes an image and remembers it. */
final class Creation {
    /** Far longer than writing a row takes; nobody waits for it but what a crash leaves on several nodes. */
    private static final Duration LEASE = Duration.ofMinutes(2);

    private final ImageStore images;
    private final ImageFiles files;
    private final Catalogue catalogue;
    private final IndexProjector index;
    private final SearchEncoder encoder;
    private final RandomGenerator random;
    private final ImageMaker maker;
    private final ImageCommit committing;

    Creation(MemoryParts parts, IndexProjector index, ImageMaker maker) {
        this.images = parts.images().store();
        this.files = parts.images().files();
        this.catalogue = parts.catalogue();
        this.index = index;
        this.encoder = parts.engine().encoder();
        this.random = parts.random();
        this.maker = maker;
        this.committing = new ImageCommit(parts, index, LEASE);
    }

    /** Makes an image and returns once it would survive a power cut and the next search finds it. */
    ImageAnswer remembered(ResolvedRequest asked, OptionalLong seed, String reason, GenerationProgress progress) {
        NewImage made = maker.make(asked, seed, progress);
        return made.answer(asked, new Image.Remembered(remember(asked, made)), reason);
    }

    /** The same of an image that is finished from a stored one; what that spared is counted. */
    ImageAnswer refined(ResolvedRequest asked, RefinementStart start, OptionalLong seed, String reason,
            GenerationProgress progress) {
        NewImage made = maker.refine(asked, start, seed, progress);
        GenerationId id = remember(asked, made);
        Duration saved = start.saved(made.provenance().took());
        catalogue.saved(asked.access, saved);
        return made.answer(asked, new Image.Remembered(id), start.outcome(), saved, reason);
    }

    private GenerationId remember(ResolvedRequest asked, NewImage made) {
        GenerationId id = GenerationId.random(random);
        GenerationVectors vectors = ImageVectors.of(encoder, asked.vectors(), () -> pixels(asked, made.file()));
        vectors.joint().ifPresent(joint -> asked.made(joint.image()));
        ImageKey key = new ImageKey(asked.access.writeScope(), id);
        Generation generation = made.provenance().toGeneration(id, key.scope(), images.put(key, made.file(), LEASE));
        commit(generation, vectors, asked);
        index.follow();
        committing.of(asked.access, generation);
        return id;
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

    private BufferedImage pixels(ResolvedRequest asked, ImageFile file) {
        return ImageMaker.readable(asked, () -> files.decode(file, "the image"));
    }
}
