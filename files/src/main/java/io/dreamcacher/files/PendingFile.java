package io.dreamcacher.files;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.media.MediaType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that is written and not committed. Its name is {@code SCOPE~ID~UNTIL.png}, UNTIL being the end of its lease in
 * milliseconds since 1970; no scope has a tilde in it.
 *
 * @param path where it is
 * @param key of the image
 * @param until when its lease ends
 * @param type what it is
 */
record PendingFile(Path path, ImageKey key, Instant until, MediaType type) {

    /** No scope begins with a dot. */
    static final String FOLDER = ".pending";

    private static final Pattern NAME = Pattern.compile("([^~]+)~([a-z2-7]{20})~(\\d{1,18})\\.\\w+");

    static String name(ImageKey key, Instant until, MediaType type) {
        return "%s~%s~%d.%s".formatted(key.scope().name(), key.id(), until.toEpochMilli(), type.fileEnding());
    }

    /** Empty when the name is none of these. */
    static Optional<PendingFile> of(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        Optional<MediaType> type = ImageFolders.type(path);
        if (!name.matches() || type.isEmpty() || !Scope.isOne(name.group(1))) {
            return Optional.empty();
        }
        ImageKey key = new ImageKey(new Scope(name.group(1)), new GenerationId(name.group(2)));
        return Optional
                .of(new PendingFile(path, key, Instant.ofEpochMilli(Long.parseLong(name.group(3))), type.get()));
    }
}
