package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the hub is reached and where its cache lies; read from the environment as huggingface_hub 1.x reads it.
 *
 * @param endpoint address of the hub, http or https, without a slash at its end
 * @param cache folder with the repositories, shared with Python
 * @param token sent to the endpoint and nowhere else; empty if there is none
 * @param offline whether to make no request at all
 * @param links whether files of a snapshot are symbolic links to blobs, where the file system can
 * @param timeout for an answer to begin, for a small one to end, and for a part of a large one to come
 */
public record HubSettings(URI endpoint, Path cache, Optional<HubToken> token, boolean offline, boolean links,
        Duration timeout) {

    private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");
    private static final int TIMEOUT_SECONDS = 10;
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)})");

    /** Checks the endpoint. */
    public HubSettings {
        String scheme = Optional.ofNullable(endpoint.getScheme()).orElse("");
        if (!(scheme.equals("https") || scheme.equals("http")) || endpoint.getHost() == null
                || endpoint.getRawQuery() != null || endpoint.getRawUserInfo() != null) {
            throw DreamCacherException.badRequest(
                    "HF_ENDPOINT must be an address such as https://huggingface.co, without a user, a password or a query; the one given is none.");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive; found " + timeout);
        }
    }

    /**
     * Reads {@code HF_ENDPOINT, HF_HOME, HF_HUB_CACHE, HF_TOKEN, HF_TOKEN_PATH, HF_HUB_OFFLINE,
     * HF_HUB_DISABLE_IMPLICIT_TOKEN, HF_HUB_DISABLE_SYMLINKS, HF_HUB_DOWNLOAD_TIMEOUT}, older names that huggingface_hub
     * still honours, and the token file.
     *
     * @param environment variables by name; an empty value counts as none
     * @param home the person's home folder
     */
    public static HubSettings of(Map<String, String> environment, Path home) {
        Environment values = new Environment(environment, home);
        Path cacheHome = values.path("XDG_CACHE_HOME").orElseGet(() -> home.resolve(".cache"));
        Path folder = values.path("HF_HOME").orElseGet(() -> cacheHome.resolve("huggingface"));
        return new HubSettings(endpoint(values), values.path("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE")
                .orElseGet(() -> folder.resolve("hub")), token(values, folder),
                values.flag("HF_HUB_OFFLINE") || values.flag("TRANSFORMERS_OFFLINE"),
                !values.flag("HF_HUB_DISABLE_SYMLINKS"), timeout(values));
    }

    private static URI endpoint(Environment values) {
        String text = values.text("HF_ENDPOINT").orElse("https://huggingface.co");
        try {
            return new URI(text.replaceFirst("/+$", ""));
        } catch (URISyntaxException e) {
            throw DreamCacherException.badRequest(
                    "HF_ENDPOINT must be an address such as https://huggingface.co; the one given is none.");
        }
    }

    private static Optional<HubToken> token(Environment values, Path folder) {
        if (values.flag("HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return Optional.empty();
        }
        return values.text("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN")
                .or(() -> tokenFile(values.path("HF_TOKEN_PATH").orElseGet(() -> folder.resolve("token"))))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(HubToken::of);
    }

    private static Optional<String> tokenFile(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            throw DreamCacherException.badRequest(
                    "The token file %s must be readable text; reading it failed: %s. Give the token in HF_TOKEN, or remove the file."
                            .formatted(file, e.getClass().getSimpleName()));
        }
    }

    private static Duration timeout(Environment values) {
        String text = values.text("HF_HUB_DOWNLOAD_TIMEOUT").orElse(Integer.toString(TIMEOUT_SECONDS));
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) == 0) {
            throw DreamCacherException.badRequest(
                    "HF_HUB_DOWNLOAD_TIMEOUT must be a whole number of seconds from 1 to 99999; found \"%s\"."
                            .formatted(text));
        }
        return Duration.ofSeconds(Integer.parseInt(text));
    }

    /** The endpoint's host, for messages. */
    String host() {
        return endpoint.getHost();
    }

    /** Whether an address is the endpoint's own: same scheme, host and port. */
    boolean isOwn(URI address) {
        return endpoint.getScheme().equalsIgnoreCase(address.getScheme())
                && endpoint.getHost().equalsIgnoreCase(address.getHost()) && port(endpoint) == port(address);
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** Environment variables with Python's reading of flags, {@code ~} and {@code $NAME}. */
    private record Environment(Map<String, String> variables, Path home) {
        Optional<String> text(String... names) {
            for (String name : names) {
                String value = variables.getOrDefault(name, "").strip();
                if (!value.isEmpty()) {
                    return Optional.of(value);
                }
            }
            return Optional.empty();
        }

        boolean flag(String name) {
            return text(name).filter(value -> TRUE.contains(value.toUpperCase(Locale.ROOT))).isPresent();
        }

        Optional<Path> path(String... names) {
            return text(names).map(this::expanded).map(Path::of);
        }

        private String expanded(String path) {
            String whole = path.equals("~") || path.startsWith("~/") ? home + path.substring(1) : path;
            return VARIABLE.matcher(whole).replaceAll(found -> {
                String name = found.group(1) == null ? found.group(2) : found.group(1);
                return Matcher.quoteReplacement(variables.getOrDefault(name, found.group()));
            });
        }
    }
}
