package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
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

    HubClient(HubSettings settings, Sleeper sleeper, RedirectRule rule) {
        this.settings = settings;
        this.connection = new HubConnection(settings, rule);
        this.retries = new Retries(settings, sleeper, System::nanoTime);
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
        Set<URI> seen = new HashSet<>();
        Retries.Moment begun = retries.now();
        Optional<URI> next = Optional
                .of(URI.create(address("api", "models", name.repository(), "tree", commit) + "?recursive=true"));
        while (next.isPresent()) {
            URI address = next.get();
            if (!seen.add(address) || retries.since(begun).compareTo(settings.timeout().multipliedBy(2)) > 0) {
                throw nonsense(name, "a list of files that ends");
            }
            Page page = retries.run(() -> json(name, address));
            if (!page.tree.isArray() || page.next.filter(following -> !settings.isOwn(following)).isPresent()) {
                throw nonsense(name, "a list of files");
            }
            page.tree.forEach(entry -> file(name, entry).ifPresent(files::add));
            if (files.size() > MAX_FILES || (page.tree.isEmpty() && page.next.isPresent())) {
                throw nonsense(name, "a list of at most %,d files".formatted(MAX_FILES));
            }
            next = page.next;
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
    HubAnswer open(HubName name, String commit, RemoteFile file, long from) throws IOException, InterruptedException {
        String path = Stream.of(file.path().split("/"))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
                .collect(Collectors.joining("/"));
        HubAnswer answer = connection.get(address(name.repository(), "resolve", commit, path), from);
        return answer.status() == 416 ? answer : successful(name, answer, Optional.of(file));
    }

    private URI address(String... parts) {
        return URI.create(settings.endpoint() + "/" + String.join("/", parts));
    }

    private Page json(HubName name, URI address) throws IOException, InterruptedException {
        try (HubAnswer answer = successful(name, connection.get(address, 0), Optional.empty());
                InputStream in = SteadyBody.endingWithin(settings.timeout(), answer.body())) {
            requireJson(name, answer);
            byte[] bytes = in.readNBytes(MAX_JSON_BYTES + 1);
            if (bytes.length > MAX_JSON_BYTES) {
                throw tooLong(name);
            }
            return new Page(JSON.readTree(bytes), answer.next());
        } catch (UnexpectedEndOfInputException e) {
            throw new IOException("an answer that is cut off", e);
        } catch (JacksonException e) {
            throw nonsense(name, "JSON");
        } catch (IllegalArgumentException e) {
            throw nonsense(name, "an address of the next page");
        }
    }

    private void requireJson(HubName name, HubAnswer answer) {
        if (answer.header("Content-Type").toLowerCase(Locale.ROOT).startsWith("text/html")) {
            throw nonsense(name, "JSON, not with a web page,");
        }
        if (answer.length().orElse(0) > MAX_JSON_BYTES) {
            throw tooLong(name);
        }
    }

    private DreamCacherException tooLong(HubName name) {
        return nonsense(name, "at most %,d bytes".formatted(MAX_JSON_BYTES));
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
                "%s must answer with %s when asked for %s; it did not. Check HF_ENDPOINT and the network."
                        .formatted(settings.host(), expected, name));
    }

    /**
     * One answer.
     *
     * @param next where the listing goes on
     */
    private record Page(JsonNode tree, Optional<URI> next) {}
}
