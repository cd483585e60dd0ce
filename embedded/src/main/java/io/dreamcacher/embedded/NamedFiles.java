package io.dreamcacher.embedded;

import io.dreamcacher.diffusion.hub.HubName;
import io.dreamcacher.diffusion.hub.HubSettings;
import io.dreamcacher.diffusion.hub.ModelStore;
import io.dreamcacher.diffusion.hub.PullListener;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Finds what is named: a file or folder of this machine, else a model of the Hugging Face hub, which is downloaded if it
 * is not in the cache. Thread-safe.
 */
final class NamedFiles {
    private static final System.Logger LOG = System.getLogger(NamedFiles.class.getName());

    private final Map<String, String> environment;
    private final Path home;

    /**
     * @param environment with the variables of the hub, read when a name is first looked up
     * @param home the person's home folder
     */
    NamedFiles(Map<String, String> environment, Path home) {
        this.environment = Map.copyOf(environment);
        this.home = home;
    }

    /** By this process's environment. */
    static NamedFiles usual() {
        return new NamedFiles(System.getenv(), Path.of(System.getProperty("user.home")));
    }

    ModelStore store() {
        return new ModelStore(HubSettings.of(environment, home));
    }

    /**
     * Where something lies.
     *
     * @param what it should be, for messages: "model", "CLIP"
     * @throws DreamCacherException {@code NOT_FOUND} if it is neither here nor on the hub, and as
     *         {@link ModelStore#path}
     */
    Path find(String what, String name) {
        Optional<Path> here = here(name);
        if (here.isPresent()) {
            return here.get();
        }
        HubName onHub = hubName(what, name);
        ModelStore store = store();
        return store.cached(onHub).map(snapshot -> snapshot.path()).orElseGet(() -> {
            LOG.log(Level.INFO, "Downloading {0} from {1}.", onHub, store.settings().endpoint());
            return store.path(onHub, PullListener.NONE);
        });
    }

    /**
     * Where a verifier lies that is not the bundled one.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if it is neither here nor on the hub, and as
     *         {@link ModelStore#verifier}
     */
    Path verifier(String name) {
        return here(name).orElseGet(() -> {
            if (!HubName.looksLikeOne(name)) {
                throw new DreamCacherException(FailureCategory.NOT_FOUND,
                        "A verifier is \"%s\", a folder of this machine, or owner/name on the Hugging Face hub, but there is nothing at %s."
                                .formatted(BundledVerifier.NAME, name));
            }
            return store().verifier(HubName.parse(name), PullListener.NONE);
        });
    }

    /** Whether a model of the hub is here, whole. */
    boolean isCached(String name) {
        return store().cached(HubName.parse(name)).isPresent();
    }

    /** Downloads what {@link #find} would, telling how far it is; other names are left to whoever uses them. */
    void fetch(String name, PullListener listener) {
        if (here(name).isEmpty() && HubName.looksLikeOne(name)) {
            store().path(HubName.parse(name), listener);
        }
    }

    /** The same of what {@link #verifier} would download. */
    void fetchVerifier(String name, PullListener listener) {
        if (here(name).isEmpty() && HubName.looksLikeOne(name)) {
            store().verifier(HubName.parse(name), listener);
        }
    }

    /** A file or folder of this name. */
    Optional<Path> here(String name) {
        try {
            return Optional.of(Path.of(name)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * The name as one of the hub.
     *
     * @throws DreamCacherException {@code NOT_FOUND} if it cannot be one
     */
    HubName hubName(String what, String name) {
        if (!HubName.looksLikeOne(name)) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "A %s is \"%s\", a file or folder of this machine, or owner/name on the Hugging Face hub, but there is nothing at %s."
                            .formatted(what, Postcards.NAME, name));
        }
        return HubName.parse(name);
    }
}
