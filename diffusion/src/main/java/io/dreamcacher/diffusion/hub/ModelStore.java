package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.network.PublicAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Models of the hub on this machine. A model that lies in the cache is used as it lies there, without a request, so that
 * the same command makes the same image tomorrow; only {@link #pull} asks whether a branch has moved on. Thread-safe;
 * several processes may share the cache, Python's among them.
 */
public final class ModelStore {
    /** Not filled to the last byte, so that what else runs here can go on. */
    private static final long SPARE_BYTES = 64L << 20;
    private static final long REPORT_BYTES = 1L << 20;

    private final HubSettings settings;
    private final Sleeper sleeper;
    private final ToLongFunction<Path> room;
    private final RedirectRule rule;

    /** Models by the given settings. */
    public ModelStore(HubSettings settings) {
        this(settings, Sleeper.SYSTEM, ModelStore::usableSpace, InetAddress::getAllByName);
    }

    /** @param room bytes that can still be written to a folder's disk */
    ModelStore(HubSettings settings, Sleeper sleeper, ToLongFunction<Path> room, PublicAddress.Resolver resolver) {
        this.settings = settings;
        this.sleeper = sleeper;
        this.room = room;
        this.rule = new RedirectRule(settings, resolver);
    }

    /** The settings. */
    public HubSettings settings() {
        return settings;
    }

    /**
     * Where a model lies, after downloading it if it is not here.
     *
     * @return the folder of the repository; the file if the name has one, or the repository is one checkpoint
     * @throws DreamCacherException {@code NOT_FOUND} if the hub has no such thing, or there is none here and the hub may
     *         not be asked; else as {@link #pull}
     */
    public Path path(HubName name, PullListener listener) {
        Optional<Snapshot> here = cached(name);
        if (here.isPresent()) {
            return here.get().path();
        }
        if (settings.offline()) {
            throw absent(name);
        }
        return pull(name, listener).path();
    }

    /**
     * Where a verifier lies, after downloading it if it is not here: of its repository only graph, tokenizer and configs.
     *
     * @return the folder of the repository
     * @throws DreamCacherException {@code NOT_FOUND} if the hub has no such thing, or there is none here and the hub may
     *         not be asked; {@code BAD_MODEL} if it has no graph or no tokenizer; else as {@link #pull}
     */
    public Path verifier(HubName name, PullListener listener) {
        RepositoryCache cache = new RepositoryCache(settings, name.repository());
        Optional<Path> here = cache.commit(name.revision())
                .filter(commit -> isWholeVerifier(name, cache.files(commit)))
                .map(cache::snapshot);
        if (here.isPresent()) {
            return here.get();
        }
        if (settings.offline()) {
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "The verifier %s must be in the hub cache %s, since HF_HUB_OFFLINE forbids to ask %s; it is not there. Run the command once without HF_HUB_OFFLINE."
                            .formatted(name, settings.cache(), settings.host()));
        }
        Pulled pulled = pulled(name, (files, index) -> FileSelection.ofVerifier(name, files),
                cache.commit(name.revision()).map(cache::files).orElse(List.of()), listener);
        return cache.snapshot(pulled.commit);
    }

    private static boolean isWholeVerifier(HubName name, List<String> files) {
        try {
            return !FileSelection.ofVerifier(name, files).isEmpty();
        } catch (DreamCacherException e) {
            return false; // what is missing is asked for
        }
    }

    /** The failure that says a model is not here, and what to do. */
    public DreamCacherException absent(HubName name) {
        boolean partly = incomplete(name).isPresent();
        return new DreamCacherException(FailureCategory.NOT_FOUND,
                "%s must be in the hub cache %s%s; %s. Run `dreamcacher models pull %s`%s.".formatted(name,
                        settings.cache(),
                        settings.offline() ? ", since HF_HUB_OFFLINE forbids to ask " + settings.host() : "",
                        partly ? "only a part of it is there" : "it is not there", name,
                        settings.offline() ? " once without HF_HUB_OFFLINE" : ""));
    }

    /** The snapshot of a model of which something is here, though perhaps not all that is needed. */
    public Optional<Snapshot> incomplete(HubName name) {
        RepositoryCache cache = new RepositoryCache(settings, name.repository());
        return cache.commit(name.revision())
                .filter(commit -> !cache.files(commit).isEmpty())
                .map(commit -> new Snapshot(name, commit, cache.snapshot(commit)));
    }

    /** The snapshot of a model if all that is needed of it is here; no request is made. */
    public Optional<Snapshot> cached(HubName name) {
        RepositoryCache cache = new RepositoryCache(settings, name.repository());
        return cache.commit(name.revision()).flatMap(commit -> {
            List<String> files = cache.files(commit);
            Optional<List<String>> needed = needed(name, cache.snapshot(commit), files);
            return needed.filter(found -> isSure(name, files)).map(found -> snapshot(name, cache, commit, found));
        });
    }

    private static Optional<List<String>> needed(HubName name, Path snapshot, List<String> files) {
        try {
            List<String> needed = FileSelection.of(name, files, () -> snapshot.resolve(FileSelection.INDEX));
            return name.variant().isEmpty() || needed.stream().anyMatch(name::isOfVariant)
                    ? Optional.of(needed)
                    : Optional.empty();
        } catch (DreamCacherException e) {
            return Optional.empty(); // what is missing is asked for, or said, by whoever wants the model
        }
    }

    /** Of a snapshot with a checkpoint alone, only the hub knows whether the repository has more. */
    private boolean isSure(HubName name, List<String> files) {
        return settings.offline() || name.file().isPresent() || FileSelection.describesItself(files);
    }

    private static Snapshot snapshot(HubName name, RepositoryCache cache, String commit, List<String> files) {
        Path folder = cache.snapshot(commit);
        return new Snapshot(name, commit, FileSelection.onlyCheckpoint(files).map(folder::resolve).orElse(folder));
    }

    /** Every model of the hub cache that the engine could use, by name, with each branch and tag that is here. */
    public List<Snapshot> models() {
        return RepositoryCache.repositories(settings.cache()).stream().flatMap(repository -> {
            RepositoryCache cache = new RepositoryCache(settings, repository);
            List<String> revisions = cache.revisions();
            List<String> named = revisions.stream().flatMap(revision -> cache.commit(revision).stream()).toList();
            return Stream.concat(revisions.stream(),
                    cache.commits().stream().filter(commit -> !named.contains(commit)))
                    .filter(revision -> HubName.looksLikeOne(repository + "@" + revision))
                    .flatMap(revision -> cached(
                            new HubName(repository, Optional.empty(), revision, Optional.empty())).stream());
        }).toList();
    }

    /**
     * Asks the hub what a model is now, and downloads what is not here. Nothing that is here already is downloaded
     * again. A file of a model that is here whole is taken from the model's commit, if that has it; else what is here
     * of the repository moves on with the file. So a branch never stands for less than it did before.
     *
     * @throws DreamCacherException {@code NOT_FOUND} or {@code BAD_REQUEST} if the hub does not give it,
     *         {@code BAD_MODEL} if it is not one the engine can use or its content is not what the hub says,
     *         {@code BUSY} if the hub cannot be reached, {@code EXHAUSTED} if there is no room, {@code CANCELLED} if the
     *         thread is interrupted
     */
    public Snapshot pull(HubName name, PullListener listener) {
        if (settings.offline()) {
            throw DreamCacherException.badRequest(
                    "Pulling %s needs the hub, and HF_HUB_OFFLINE forbids to ask it. Unset it.".formatted(name));
        }
        RepositoryCache cache = new RepositoryCache(settings, name.repository());
        Pulled pulled = pulled(name, (files, index) -> FileSelection.of(name, files, index), held(name, cache),
                listener);
        return snapshot(name, cache, pulled.commit, pulled.needed);
    }

    /** Chooses among the files of a repository; what its model_index.json says is asked for only if it has one. */
    private interface Chooser {
        List<String> choose(List<String> files, Supplier<Path> index);
    }

    private record Pulled(String commit, List<String> needed) {}

    /** @param held what is here and must be here of the new commit too */
    private Pulled pulled(HubName name, Chooser chooser, List<String> held, PullListener listener) {
        HubClient client = new HubClient(settings, sleeper, rule);
        RepositoryCache cache = new RepositoryCache(settings, name.repository());
        Listing listing = listing(name, client);
        String commit = listing.commit;
        Map<String, RemoteFile> files = listing.files;
        Download download = new Download(client, settings, sleeper, name, commit);
        List<String> needed = chooser.choose(List.copyOf(files.keySet()), () -> {
            files.values().stream().filter(file -> file.path().equals(FileSelection.INDEX)).forEach(download::fetch);
            return cache.snapshot(commit).resolve(FileSelection.INDEX);
        });
        List<RemoteFile> wanted = Stream.concat(needed.stream(), held.stream())
                .distinct()
                .flatMap(path -> Optional.ofNullable(files.get(path)).stream())
                .toList();
        requireRoom(name, wanted.stream().mapToLong(download::missing).sum());
        fetch(wanted, download, listener);
        try {
            cache.refer(name.revision(), commit);
        } catch (IOException e) {
            throw download.unwritable(e);
        }
        return new Pulled(commit, needed);
    }

    private record Listing(String commit, Map<String, RemoteFile> files) {}

    private Listing listing(HubName name, HubClient client) {
        return listingHere(name, client).orElseGet(() -> listing(name, client.commit(name), client));
    }

    private static Listing listing(HubName name, String commit, HubClient client) {
        return new Listing(commit, client.files(name, commit)
                .stream()
                .collect(Collectors.toMap(RemoteFile::path, Function.identity(), (a, b) -> a, LinkedHashMap::new)));
    }

    /** The commit of a model that is here whole, if only a file is wanted and that commit has it. */
    private Optional<Listing> listingHere(HubName name, HubClient client) {
        try {
            return name.file()
                    .flatMap(file -> cached(name.withoutFile())
                            .map(here -> listing(name, here.commit(), client))
                            .filter(listing -> listing.files.containsKey(file)));
        } catch (DreamCacherException e) {
            if (e.category() == FailureCategory.NOT_FOUND) {
                return Optional.empty(); // the hub may have forgotten that commit
            }
            throw e;
        }
    }

    /** What a branch stands for here, which must not be lost when it moves on for the sake of one file. */
    private static List<String> held(HubName name, RepositoryCache cache) {
        return name.file().flatMap(file -> cache.commit(name.revision())).map(cache::files).orElse(List.of());
    }

    private void requireRoom(HubName name, long missing) {
        long free = room.applyAsLong(settings.cache());
        if (missing > 0 && missing > free - SPARE_BYTES) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "%s needs %,d more MB in %s; %,d MB are free. Make room there, or name another folder in HF_HUB_CACHE."
                            .formatted(name, (missing + 999_999) / 1_000_000, settings.cache(), free / 1_000_000));
        }
    }

    private static void fetch(List<RemoteFile> files, Download download, PullListener listener) {
        long total = files.stream().mapToLong(RemoteFile::size).sum();
        long before = 0;
        for (RemoteFile file : files) {
            new FileProgress(file, before, total, listener).follow(download);
            before += file.size();
        }
    }

    /** Tells the listener of one file, not more often than anybody could want to know. */
    private static final class FileProgress {
        private final RemoteFile file;
        private final long before;
        private final long total;
        private final PullListener listener;
        private long told = -REPORT_BYTES;

        FileProgress(RemoteFile file, long before, long total, PullListener listener) {
            this.file = file;
            this.before = before;
            this.total = total;
            this.listener = listener;
        }

        void follow(Download download) {
            download.fetch(file, this::tell);
            told = -REPORT_BYTES;
            tell(file.size());
        }

        private void tell(long length) {
            if (Math.abs(length - told) >= REPORT_BYTES) {
                told = length;
                listener.progress(new PullListener.Progress(file.path(), before + length, total));
            }
        }
    }

    private static long usableSpace(Path folder) {
        for (Path place = folder.toAbsolutePath(); place != null; place = place.getParent()) {
            try {
                if (Files.exists(place)) {
                    return Files.getFileStore(place).getUsableSpace();
                }
            } catch (IOException e) {
                return Long.MAX_VALUE; // unknown; writing will tell
            }
        }
        return Long.MAX_VALUE;
    }
}
