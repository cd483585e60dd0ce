package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.ModelReader;
import io.dreamcacher.diffusion.ModelReader.ModelCard;
import io.dreamcacher.diffusion.ModelReader.ModelSheet;
import io.dreamcacher.diffusion.ModelVerifier;
import io.dreamcacher.diffusion.ModelVerifier.ModelCheckup;
import io.dreamcacher.diffusion.hub.BlobId;
import io.dreamcacher.diffusion.hub.HubName;
import io.dreamcacher.diffusion.hub.ModelStore;
import io.dreamcacher.diffusion.hub.PullListener;
import io.dreamcacher.diffusion.hub.Snapshot;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.model.ModelLine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The models that can be named on this machine: the bundled one, those in the hub's cache, folders and files. No network
 * is loaded. Immutable and thread-safe.
 */
public final class ModelLibrary {
    private static final String SHA_256 = "[0-9a-f]{64}";

    private final Path cacheFolder;
    private final NamedFiles names;
    private final ModelReader reader;

    /**
     * A library.
     *
     * @param cacheFolder for what can be made again: the unpacked Postcards model, hashes of model files
     * @param environment variables that say where the hub and its cache are, as docs/models.md lists them
     * @param home the person's home folder
     */
    public ModelLibrary(Path cacheFolder, Map<String, String> environment, Path home) {
        this.cacheFolder = cacheFolder;
        this.names = new NamedFiles(environment, home);
        this.reader = new ModelReader(new ModelFingerprint(cacheFolder));
    }

    /** The library of this process's environment. */
    public static ModelLibrary usual() {
        return new ModelLibrary(CacheFolder.usual(System.getenv(), System.getProperties()), System.getenv(),
                Path.of(System.getProperty("user.home")));
    }

    /** Is told how far a download is, as bytes arrive. */
    public interface Progress {
        /**
         * More bytes have arrived.
         *
         * @param file that is being downloaded
         * @param done bytes of all files that are here
         * @param total bytes of all files that are wanted
         */
        void show(String file, long done, long total);
    }

    /**
     * Postcards, every usable model in the hub's cache, then what is named besides.
     *
     * @param more files and folders; each must be a model
     * @throws DreamCacherException if one of those is none
     */
    public List<ModelCard> cards(List<String> more) {
        List<ModelCard> cards = new ArrayList<>();
        cards.add(card(located(Postcards.NAME)));
        for (Snapshot snapshot : names.store().models()) {
            card(snapshot).ifPresent(cards::add);
        }
        more.forEach(name -> cards.add(card(located(name))));
        return cards;
    }

    /** The cache is shared with every other use of the hub, so what cannot be used here is no error. */
    private Optional<ModelCard> card(Snapshot snapshot) {
        try {
            return Optional.of(card(located(snapshot)));
        } catch (DreamCacherException e) {
            return Optional.empty();
        }
    }

    private ModelCard card(Located found) {
        return reader.card(found.name, found.path, found.described, found.commit);
    }

    /**
     * Brings a model of the hub, or what is new in it, into the cache.
     *
     * @param name {@code owner/name}, with {@code @revision} where it is not main's
     * @param variant of the weights, such as {@code fp16}; empty for full precision
     * @return where it lies
     * @throws DreamCacherException if the hub does not give it, or it cannot be used; the message says which
     */
    public Path pull(String name, String variant, Progress progress) {
        HubName plain = HubName.parse(name);
        HubName wanted = variant.isEmpty() ? plain : plain.withVariant(variant);
        return names.store().pull(wanted, listener(progress)).path();
    }

    /**
     * Downloads whatever a model's name mentions of the hub and is not in its cache, so that opening the model will not.
     *
     * @param reference as {@link ModelLine} reads it
     * @throws DreamCacherException as {@link #pull}
     */
    public void fetch(String reference, Progress progress) {
        ModelLine.parse(reference)
                .model()
                .parts()
                .forEach(part -> names.fetch(part.name(), listener(progress)));
    }

    /**
     * Downloads a verifier that is named by the hub and is not in its cache, so that opening it will not.
     *
     * @throws DreamCacherException as {@link #pull}
     */
    public void fetchVerifier(String name, Progress progress) {
        names.fetchVerifier(name, listener(progress));
    }

    private static PullListener listener(Progress progress) {
        return state -> progress.show(state.file(), state.done(), state.total());
    }

    /**
     * All that is worth knowing of a model.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if it is not on this machine, {@code BAD_MODEL} if it is none
     */
    public ModelSheet sheet(String name) {
        Located found = located(name);
        return reader.sheet(found.name, found.path, found.described, found.commit);
    }

    /**
     * Checks every file and part of a model.
     *
     * @param progress told what is checked next
     * @return the outcome of every check, and of how many files a hash was known
     * @throws DreamCacherException {@code NOT_FOUND} if it is not on this machine
     */
    public ModelCheckup verify(String name, Consumer<String> progress) {
        if (!name.equals(Postcards.NAME)) {
            return new ModelVerifier(located(name).path, Map.of(), progress).run();
        }
        return new ModelVerifier(Postcards.stableDiffusion(cacheFolder), postcards("sd/"), progress).run()
                .and(new ModelVerifier(Postcards.clip(cacheFolder), postcards("clip/"), progress).run());
    }

    /** Hashes of the bundled files below a folder, by their paths in it. */
    private static Map<String, BlobId> postcards(String folder) {
        Map<String, BlobId> hashes = new TreeMap<>();
        Postcards.listing().forEach((file, hash) -> {
            if (file.startsWith(folder) && hash.matches(SHA_256)) {
                hashes.put(file.substring(folder.length()), new BlobId(hash));
            }
        });
        return hashes;
    }

    private record Located(String name, Path path, Path described, Optional<String> commit) {}

    private static Located located(Snapshot snapshot) {
        return new Located(snapshot.name().toString(), snapshot.path(), snapshot.path(),
                Optional.of(snapshot.commit()));
    }

    /** A model that is here already; looking at a model downloads nothing. */
    private Located located(String name) {
        if (name.equals(Postcards.NAME)) {
            Path folder = Postcards.stableDiffusion(cacheFolder);
            return new Located(name, folder, folder.resolveSibling("README.md"), Optional.empty());
        }
        Optional<Path> here = names.here(name);
        if (here.isPresent()) {
            return new Located(name, here.get(), here.get(), Optional.empty());
        }
        HubName onHub = names.hubName("model", name);
        ModelStore store = names.store();
        return store.cached(onHub).map(ModelLibrary::located).orElseGet(() -> damaged(store, onHub));
    }

    /** A snapshot from which something is missing can still be looked at, which says what is missing. */
    private static Located damaged(ModelStore store, HubName name) {
        return store.incomplete(name)
                .filter(snapshot -> Files.isDirectory(snapshot.path()))
                .map(ModelLibrary::located)
                .orElseThrow(() -> store.absent(name));
    }
}
