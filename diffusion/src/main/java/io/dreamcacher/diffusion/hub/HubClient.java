package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The three questions put to the hub: which commit a revision is, which files it has, and what is in one of them. */
final class HubClient {
    private static final int MAX_JSON_BYTES = 64 << 20;
    private static final int MAX_FILES = 100_000;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final JsonMapper JSON = new JsonMapper();

    private final HubSettings settings;
    private final HubConnection connection;
    private final Retries retries;

    HubClient(HubSettings settings, Sleeper sleeper) {
        this.settings = settings;
        this.connection = new HubConnection(settings);
        this.retries = new Retries(settings.host(), sleeper);
    }

    /** What is tried again if it fails for now. */
    Retries retries() {
        return retries;
    }

    /** Whether a revision is a whole commit, which never changes. */
    static boolean isCommit(String revision) {
        return COMMIT.matcher(revision).matches();
    }

    /** The commit of a revision: 40 hexadecimal digits. */
    String commit(HubName name) {
        URI address = address("api", "models", name.repository(), "revision",
                URLEncoder.encode(name.revision(), StandardCharsets.UTF_8));
        String commit = retries.run(() -> json(name, address).tree).path("sha").asString("");
        if (!isCommit(commit)) {
            throw nonsense(name, "a commit of 40 digits for revision " + name.revision());
        }
        return commit;
    }

    /** All files of a commit, in the hub's order. */
    List<RemoteFile> files(HubName name, String commit) {
        List<RemoteFile> files = new ArrayList<>();
        Optional<URI> page = Optional
                .of(URI.create(address("api", "models", name.repository(), "tree", commit) + "?recursive=true"));
        while (page.isPresent()) {
            URI address = page.get();
            Page answer = retries.run(() -> json(name, address));
            if (!answer.tree.isArray() || answer.next.filter(next -> !settings.isOwn(next)).isPresent()) {
                throw nonsense(name, "a list of files");
            }
            answer.tree.forEach(entry -> file(name, entry).ifPresent(files::add));
            if (files.size() > MAX_FILES || (answer.tree.isEmpty() && answer.next.isPresent())) {
                throw nonsense(name, "a list of at most %,d files".formatted(MAX_FILES));
            }
            page = answer.next;
        }
        return files;
    }

    private Optional<RemoteFile> file(HubName name, JsonNode entry) {
        if (!entry.path("type").asString("").equals("file")) {
            return Optional.empty();
        }
        JsonNode content = entry.path("lfs").isObject() ? entry.path("lfs") : entry;
        BlobId blob = BlobId.of(content.path("oid").asString(""))
                .orElseThrow(() -> nonsense(name, "a list of files with their hashes"));
        if (!content.path("size").canConvertToLong()) {
            throw nonsense(name, "a list of files with their sizes");
        }
        return Optional.of(new RemoteFile(entry.path("path").asString(""), content.path("size").longValue(), blob));
    }

    /**
     * Asks for a file from some byte on.
     *
     * @return an answer with status 200, 206 or 416, which the caller closes
     */
    HubAnswer open(HubName name, String commit, RemoteFile file, long from) throws IOException {
        String path = Stream.of(file.path().split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        HubAnswer answer = connection.get(address(name.repository(), "resolve", commit, path), from);
        return answer.status() == 416 ? answer : successful(name, answer, Optional.of(file));
    }

    private URI address(String... parts) {
        return URI.create(settings.endpoint() + "/" + String.join("/", parts));
    }

    private record Page(JsonNode tree, Optional<URI> next) {}

    private Page json(HubName name, URI address) throws IOException {
        try (HubAnswer answer = successful(name, connection.get(address, 0), Optional.empty());
                InputStream in = answer.body()) {
            byte[] bytes = in.readNBytes(MAX_JSON_BYTES + 1);
            if (bytes.length > MAX_JSON_BYTES) {
                throw nonsense(name, "an answer of at most %,d bytes".formatted(MAX_JSON_BYTES));
            }
            return new Page(JSON.readTree(bytes), answer.next());
        } catch (JacksonException e) {
            throw new IOException("an answer that is no JSON, or is cut off", e);
        }
    }

    private HubAnswer successful(HubName name, HubAnswer answer, Optional<RemoteFile> file) throws IOException {
        int status = answer.status();
        if (status == 200 || status == 206) {
            return answer;
        }
        try (answer) {
            if (status == 408 || status == 429 || status >= 500) {
                throw new TemporaryRefusal(String.valueOf(answer.address().getHost()), status, answer.retryAfter());
            }
            throw new Refusal(settings, name, file).of(answer);
        }
    }

    private DreamCacherException nonsense(HubName name, String expected) {
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "%s must answer with %s when asked for %s; it did not. Check HF_ENDPOINT."
                        .formatted(settings.host(), expected, name));
    }
}
