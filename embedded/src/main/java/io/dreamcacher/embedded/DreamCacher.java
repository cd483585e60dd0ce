package io.dreamcacher.embedded;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.FileCalibrationStore;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.files.OwnedFolder;
import io.dreamcacher.generator.ImageGenerators;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.memory.Answer;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.ImageParts;
import io.dreamcacher.memory.MemoryParts;
import io.dreamcacher.memory.Recovery;
import io.dreamcacher.memory.Recovery.Recovered;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.reuse.Verifier;
import io.dreamcacher.s3.S3ImageStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * A whole memory in this process, over one data folder, which it owns until it is closed. Thread-safe.
 *
 * <p>Opening reads the catalogue and the hashes of model files; networks and index are opened when first needed.
 */
public final class DreamCacher implements AutoCloseable {

    private final OwnedFolder folder;
    private final DreamMemory memory;
    private final Verifier verifier;
    private final ImageStore images;

    private DreamCacher(OwnedFolder folder, DreamMemory memory, Verifier verifier, ImageStore images) {
        this.folder = folder;
        this.memory = memory;
        this.verifier = verifier;
        this.images = images;
    }

    /** The address, ending with a slash, of the bucket that has the images of a data folder; empty where it has them itself. */
    public static Optional<String> bucketOf(Path dataFolder) {
        return new ImagePlace(new DataFolder(dataFolder)).bucket().map(Object::toString);
    }

    /**
     * Has the images of a memory kept at a place from now on, which every later opening of the data folder finds.
     *
     * @param place {@code files}, the data folder itself, or {@code s3://bucket/prefix}
     * @throws DreamCacherException BAD_REQUEST for another place, or where its images are elsewhere already; BUSY when another
     *         process owns the folder
     */
    public static void keepImagesAt(MemoryOptions options, String place) {
        try (OwnedFolder folder = new DataFolder(options.dataFolder()).acquire(options.patience())) {
            new ImagePlace(folder.folder()).choose(place);
        }
    }

    /** Opens the memory in a folder with the bundled model, making both folder and memory if there is none. */
    public static DreamCacher open(Path dataFolder) {
        return open(MemoryOptions.at(dataFolder));
    }

    /**
     * Opens a memory.
     *
     * @throws DreamCacherException BUSY when another process owns the folder, BAD_DATA when the folder cannot be used,
     *         BAD_MODEL or NOT_FOUND when model, CLIP or verifier cannot
     */
    public static DreamCacher open(MemoryOptions options) {
        return open(options, UnaryOperator.identity());
    }

    /**
     * Opens a memory of other parts than the usual ones.
     *
     * @param wiring given the usual parts, gives those to use: mostly the same with something around one of them
     * @throws DreamCacherException as {@link #open(MemoryOptions)}
     */
    public static DreamCacher open(MemoryOptions options, UnaryOperator<MemoryParts> wiring) {
        OwnedFolder folder = new DataFolder(options.dataFolder()).acquire(options.patience());
        try (Opening opening = new Opening()) {
            opening.owns(folder::close);
            Models models = new Models(options.cacheFolder(), options.models(), options.engine());
            opening.owns(models::close);
            Verifier verifier = models.verifier();
            opening.owns(verifier::close);
            Catalogue catalogue = new CatalogueFile(folder.folder(), options.cacheFolder())
                    .openOrCreate(() -> models.identity(options.clip()), folder.previousEndedCleanly());
            opening.owns(catalogue::close);
            SearchEncoder encoder = models.encoderOf(catalogue.identity(), options.clip());
            opening.owns(encoder::close);
            forgetPlaceOfClip(catalogue, encoder);
            ImageStore store = new ImagePlace(folder.folder()).open(System.getenv(), opening, catalogue::scopeOf);
            ImageParts images = images(folder.folder(), store);
            ModelGates gates = new ModelGates(models, new FileCalibrationStore(folder.folder()),
                    encoder.description(), TextJudges.by(verifier));
            MemoryParts parts = wiring.apply(
                    new MemoryParts(images, catalogue, new IndexFolder(folder.folder()),
                            new MemoryParts.Engine(encoder, models, gates::of), Leases.inMemory(InstantSource.system()),
                            InstantSource.system(), new SecureRandom()));
            DreamMemory memory = new DreamMemory(parts, options.policy());
            return opening.done(new DreamCacher(folder, memory, verifier, store));
        }
    }

    /**
     * The models alone, for images that are neither looked up nor remembered: no data folder is opened, and no CLIP. The
     * caller closes them.
     *
     * @throws DreamCacherException BAD_REQUEST when the default model's name cannot be read
     */
    public static ImageGenerators withoutMemory(MemoryOptions options) {
        return new Models(options.cacheFolder(), options.models(), options.engine());
    }

    /**
     * What judges whether a picture of one prompt answers another, as a memory of these options has it; no data folder is
     * opened. The caller closes it.
     *
     * @throws DreamCacherException BAD_MODEL or NOT_FOUND when it cannot be used
     */
    public static Verifier openVerifier(MemoryOptions options) {
        return new Models(options.cacheFolder(), options.models(), options.engine()).verifier();
    }

    /**
     * Rebuilds the catalogue of a data folder from its images. A catalogue that can be read is completed; one that
     * cannot is kept beside the new one. May be stopped and started again.
     *
     * @param progress told how many images were looked at, and how many there are
     */
    public static Recovered recover(MemoryOptions options, BiConsumer<Long, Long> progress) {
        OwnedFolder folder = new DataFolder(options.dataFolder()).acquire(options.patience());
        try (Opening opening = new Opening()) {
            opening.owns(folder::close);
            Models models = new Models(options.cacheFolder(), options.models(), options.engine());
            opening.owns(models::close);
            CatalogueFile file = new CatalogueFile(folder.folder(), options.cacheFolder());
            Catalogue catalogue = file.openToRecover(() -> models.identity(options.clip()));
            opening.owns(catalogue::close);
            SearchEncoder encoder = models.encoderOf(catalogue.identity(), options.clip());
            opening.owns(encoder::close);
            forgetPlaceOfClip(catalogue, encoder);
            new IndexFolder(folder.folder()).discard();
            // before images had scopes, commands and service wrote into one only
            ImageStore store = new ImagePlace(folder.folder()).open(System.getenv(), opening,
                    id -> Optional.of(catalogue.scopeOf(id).orElse(Scope.PUBLIC)));
            Recovered recovered = new Recovery(images(folder.folder(), store), catalogue, encoder)
                    .run(progress);
            file.recovered();
            return recovered;
        }
    }

    /** Until schema 6 a catalogue said where its CLIP lay; now that it was found, its name and fingerprint do. */
    private static void forgetPlaceOfClip(Catalogue catalogue, SearchEncoder encoder) {
        ModelRef.Part clip = catalogue.identity().clip().base();
        if (!clip.withoutPlace().equals(clip)) {
            catalogue.callClip(ModelRef.of(ModelRef.Part.local(clip.name(),
                    new Fingerprint(encoder.description().fingerprint()))));
        }
    }

    private static ImageParts images(DataFolder folder, ImageStore store) {
        Map<Integer, ImageStore> thumbnails = ImageParts.THUMBNAIL_SIZES.stream()
                .collect(Collectors.toMap(size -> size, size -> new FileImageStore(folder.thumbnails(size))));
        ImageFormats files = new ImageFormats();
        return new ImageParts(store, thumbnails, files, new FolderTraces(folder, files));
    }

    /** The memory. */
    public DreamMemory memory() {
        return memory;
    }

    /** The data folder this process owns. */
    public OwnedFolder folder() {
        return folder;
    }

    /** What judges whether a picture of one prompt answers another; closed with the memory. */
    Verifier verifier() {
        return verifier;
    }

    /** A request for one image by the default model's defaults, to start from. */
    public GenerationRequest request(String prompt) {
        String model = memory.defaultModel();
        return GenerationRequest.of(prompt, model, memory.model(model).defaults());
    }

    /** Answers a prompt by the default model's defaults. */
    public Answer answer(String prompt) {
        return memory.answer(Access.LOCAL, request(prompt), AnswerListener.NONE, new Cancellation());
    }

    /** Closes the memory and leaves the data folder to others. */
    @Override
    public void close() {
        try {
            memory.close();
        } finally {
            verifier.close();
            if (images instanceof S3ImageStore bucket) {
                bucket.close();
            }
            folder.close();
        }
    }
}
