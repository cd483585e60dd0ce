package io.dreamcacher.embedded;

import io.dreamcacher.access.Scope;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.DurableFiles;
import io.dreamcacher.files.FileImageStore;
import io.dreamcacher.files.secrets.Secrets;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageStore;
import io.dreamcacher.s3.S3Address;
import io.dreamcacher.s3.S3ImageStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where the images of a data folder are: in it, or in a bucket that its file {@code images.place} names, so that every command
 * finds them without being told.
 */
final class ImagePlace {
    private static final String FILES = "files";
    private static final List<String> CREDENTIALS = List.of("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN");

    private final Path file;
    private final Path images;

    ImagePlace(DataFolder folder) {
        this.file = folder.root().resolve("images.place");
        this.images = folder.images();
    }

    /** The bucket; empty for the folder itself. */
    Optional<S3Address> bucket() {
        try {
            return Files.exists(file)
                    ? Optional.of(S3Address.parse(Files.readString(file).strip()))
                    : Optional.empty();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Has images kept at a place from now on.
     *
     * @param place {@code files}, or {@code s3://bucket/prefix}
     * @throws DreamCacherException {@code BAD_REQUEST} for another place, or where images are kept elsewhere already
     */
    void choose(String place) {
        Optional<S3Address> wanted = place.equals(FILES) ? Optional.empty() : Optional.of(address(place));
        if (wanted.equals(bucket())) {
            return;
        }
        if (bucket().isPresent() || new FileImageStore(images).holds(1)) {
            throw DreamCacherException.badRequest(
                    "The pictures of a memory are at one place, but those of this one are at %s and %s was asked for; export it, and import that into a new data folder."
                            .formatted(bucket().map(S3Address::toString).orElse(images.toString()), place));
        }
        wanted.ifPresent(this::write);
    }

    private static S3Address address(String place) {
        if (S3Address.isOne(place)) {
            return S3Address.parse(place);
        }
        throw DreamCacherException.badRequest(
                "Pictures are kept in files or in a bucket, s3://bucket/prefix, but \"%s\" was given."
                        .formatted(place));
    }

    private void write(S3Address address) {
        try {
            Files.deleteIfExists(file);
            DurableFiles.writeNew(file, (address + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private DreamCacherException unusable(IOException e) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "%s says where the pictures are and must be readable and writable, but is not (%s).".formatted(file, e),
                e);
    }

    /** A credential may be in a file, encrypted or not, as every secret of this program. */
    private static Map<String, String> withSecrets(Map<String, String> environment) {
        Secrets secrets = new Secrets(environment, Secrets.KEY, InstantSource.system());
        Map<String, String> all = new HashMap<>(environment);
        for (String name : CREDENTIALS) {
            secrets.find(name).ifPresent(secret -> all.put(name, secret.text()));
        }
        return all;
    }

    /**
     * The store, which is closed by the opening's owner.
     *
     * @param closing told what closes it
     * @param scopeOf of images that were stored before there were scopes
     */
    ImageStore open(Map<String, String> environment, Opening closing, Function<GenerationId, Optional<Scope>> scopeOf) {
        Optional<S3Address> bucket = bucket();
        if (bucket.isPresent()) {
            S3ImageStore store = S3ImageStore.open(bucket.get(), withSecrets(environment), InstantSource.system());
            closing.owns(store::close);
            return store;
        }
        FileImageStore store = new FileImageStore(images);
        store.moveIntoScopes(scopeOf);
        return store;
    }
}
