package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a model on the hub: {@code owner/name}, optionally followed by the path of one file in it and by
 * {@code @} and a revision, as in {@code owner/name/style.safetensors@main}.
 *
 * @param repository owner and name, joined by a slash; each of letters, digits, {@code - _ .}
 * @param file one file of the repository; empty for the whole model
 * @param revision branch, tag or commit; {@code main} unless somebody says otherwise
 * @param variant of the weights that is wanted, such as {@code fp16}; empty for full precision where there is any
 */
public record HubName(String repository, Optional<String> file, String revision, Optional<String> variant) {

    /** The branch that is meant when none is named. */
    public static final String MAIN = "main";

    /** Of huggingface_hub's validate_repo_id, except that an owner is demanded. */
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9_][\\w.-]*/[A-Za-z0-9_][\\w.-]*");
    private static final int MAX_REPOSITORY = 96;
    private static final Pattern REVISION = Pattern.compile("[\\w][\\w.+/-]{0,199}");
    private static final Pattern VARIANT = Pattern.compile("\\w{1,40}");
    private static final Pattern PARTS = Pattern.compile("([^/@]+/[^/@]+)(?:/([^@]+))?(?:@(.+))?");

    /** Checks every part. */
    public HubName {
        if (!isRepository(repository)) {
            throw DreamCacherException.badRequest(
                    "A model on the hub is named owner/name, of letters, digits, '-', '_' and '.', at most %d in all; found \"%s\"."
                            .formatted(MAX_REPOSITORY, repository));
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..") || revision.contains("//")
                || revision.endsWith("/")) {
            throw DreamCacherException.badRequest(
                    "A revision is a branch, a tag or a commit of letters, digits, '-', '_', '.', '+' and '/'; found \"%s\"."
                            .formatted(revision));
        }
        if (variant.isPresent() && !VARIANT.matcher(variant.get()).matches()) {
            throw DreamCacherException.badRequest(
                    "A variant is a word such as fp16; found \"%s\".".formatted(variant.get()));
        }
        if (file.isPresent() && !RemoteFile.isRelative(file.get())) {
            throw DreamCacherException.badRequest(
                    "A file of a repository is named by a relative path without '..'; found \"%s\"."
                            .formatted(file.get()));
        }
    }

    private static boolean isRepository(String repository) {
        return REPOSITORY.matcher(repository).matches() && repository.length() <= MAX_REPOSITORY
                && !repository.contains("--") && !repository.contains("..") && !repository.endsWith(".git")
                && !repository.matches(".*[.-](/.*)?");
    }

    /** Whether a text has the form of such a name; a folder of that name may exist all the same. */
    public static boolean looksLikeOne(String text) {
        Matcher parts = PARTS.matcher(text);
        return parts.matches() && isRepository(parts.group(1)) && text.indexOf('\\') < 0;
    }

    /**
     * Reads a name.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if it is none
     */
    public static HubName parse(String text) {
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw DreamCacherException.badRequest(
                    "A model on the hub is named owner/name, owner/name@revision or owner/name/file; found \"%s\"."
                            .formatted(text));
        }
        return new HubName(parts.group(1), Optional.ofNullable(parts.group(2)),
                Optional.ofNullable(parts.group(3)).orElse(MAIN), Optional.empty());
    }

    /** This name with another variant of the weights wanted. */
    public HubName withVariant(String wanted) {
        return new HubName(repository, file, revision, Optional.of(wanted));
    }

    /** The whole model that a file belongs to. */
    HubName withoutFile() {
        return new HubName(repository, Optional.empty(), revision, variant);
    }

    /** Whether a path names weights of the wanted variant. */
    boolean isOfVariant(String path) {
        return variant.filter(word -> path.matches(".*\\." + word + "[.-].*")).isPresent();
    }

    /** The name as {@link #parse} reads it, without {@code @main}; the variant is no part of it. */
    @Override
    public String toString() {
        return repository + file.map(path -> "/" + path).orElse("")
                + (revision.equals(MAIN) ? "" : "@" + revision);
    }
}
