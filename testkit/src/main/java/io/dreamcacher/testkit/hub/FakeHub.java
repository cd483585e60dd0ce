package io.dreamcacher.testkit.hub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * A hub as huggingface.co behaves: commits of revisions, listings, small files after a relative redirect, large ones
 * after a redirect to another host. Remembers every request, and can be told to misbehave. Thread-safe.
 */
public final class FakeHub implements AutoCloseable {
    /** Files of this many bytes or more are large; the real limit is 10 MB, and every *.safetensors. */
    private static final int LARGE_BYTES = 100_000;

    private final HttpServer hub;
    private final HttpServer store;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, FakeRepository> repositories = new ConcurrentHashMap<>();
    private final Map<String, String> renamed = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Misbehaviour> misbehaviours = new ConcurrentLinkedQueue<>();

    private FakeHub(HttpServer hub, HttpServer store) {
        this.hub = hub;
        this.store = store;
    }

    /**
     * A request that came.
     *
     * @param toStore whether it came to the other host
     * @param path with its query
     * @param authorization header; empty if there was none
     * @param range header; empty if there was none
     */
    public record Request(boolean toStore, String path, String authorization, String range) {}

    /** Another answer than the right one. */
    public interface Answer {
        /** Answers; the exchange is closed by the caller. */
        void to(HttpExchange exchange) throws IOException;
    }

    private record Misbehaviour(String pathPart, Answer answer) {}

    /** Starts a hub without models on two free ports. */
    public static FakeHub start() {
        try {
            FakeHub fake = new FakeHub(server(), server());
            fake.serve(fake.hub, fake::answerAsHub);
            fake.serve(fake.store, fake::answerAsStore);
            return fake;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpServer server() throws IOException {
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    private void serve(HttpServer server, Answer usual) {
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                requests.add(new Request(server.equals(store), exchange.getRequestURI().toString(),
                        header(exchange, "Authorization"), header(exchange, "Range")));
                misbehaviour(exchange).orElse(usual).to(exchange);
            }
        });
        server.start();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private Optional<Answer> misbehaviour(HttpExchange exchange) {
        String path = exchange.getRequestURI().toString();
        for (Misbehaviour planned : misbehaviours) {
            if (path.contains(planned.pathPart()) && misbehaviours.remove(planned)) {
                return Optional.of(planned.answer());
            }
        }
        return Optional.empty();
    }

    /** The address to give as HF_ENDPOINT. */
    public URI endpoint() {
        return address(hub);
    }

    /** The address of the host that has the large files. */
    public URI store() {
        return address(store);
    }

    private static URI address(HttpServer server) {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** Everything that was asked, in order. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Answers the next request whose path has a part in another way; several are used up one by one. */
    public void next(String pathPart, Answer answer) {
        misbehaviours.add(new Misbehaviour(pathPart, answer));
    }

    /** Adds or replaces a file, which makes a new commit. */
    public FakeHub put(String repository, String path, byte[] content) {
        repositories.computeIfAbsent(repository, name -> new FakeRepository()).put(path, content);
        return this;
    }

    /** Adds or replaces a file of text. */
    public FakeHub put(String repository, String path, String content) {
        return put(repository, path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds every file of a folder. */
    public FakeHub putFolder(String repository, Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                put(repository, folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Redirects everything of one name to another, as for a repository that has moved. */
    public void rename(String from, String to) {
        renamed.put(from, to);
    }

    /** The commit of main. */
    public String commit(String repository) {
        return repository(repository).orElseThrow().commit();
    }

    private Optional<FakeRepository> repository(String name) {
        return Optional.ofNullable(repositories.get(name));
    }

    private void answerAsHub(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        for (Map.Entry<String, String> move : renamed.entrySet()) {
            if (path.contains("/" + move.getKey() + "/")) {
                redirect(exchange, 307, exchange.getRequestURI().toString().replace(move.getKey(), move.getValue()));
                return;
            }
        }
        String[] parts = path.split("/", -1);
        if (path.startsWith("/api/models/") && parts.length == 7) {
            listing(exchange, parts[3] + "/" + parts[4], parts[5], parts[6]);
        } else if (path.startsWith("/api/resolve-cache/")) {
            content(exchange, parts[3] + "/" + parts[4], path.split("/", 7)[6], false);
        } else if (parts.length >= 6 && parts[3].equals("resolve")) {
            resolve(exchange, parts[1] + "/" + parts[2], parts[4], path.split("/", 6)[5]);
        } else {
            status(404).to(exchange);
        }
    }

    private void listing(HttpExchange exchange, String name, String what, String revision) throws IOException {
        Optional<FakeRepository> found = repository(name);
        if (found.isEmpty()) {
            status(header(exchange, "Authorization").isEmpty() ? 401 : 404, "X-Error-Code", "RepoNotFound")
                    .to(exchange);
        } else if (!found.get().has(revision)) {
            status(404, "X-Error-Code", "RevisionNotFound").to(exchange);
        } else {
            String json = what.equals("tree")
                    ? found.get().tree(revision)
                    : "{\"id\":\"%s\",\"sha\":\"%s\"}".formatted(name, found.get().commit());
            send(exchange, json.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void resolve(HttpExchange exchange, String name, String revision, String file) throws IOException {
        Optional<FakeRepository> found = repository(name).filter(repository -> repository.has(revision));
        if (found.isEmpty() || !found.get().contains(file)) {
            status(404, "X-Error-Code", "EntryNotFound").to(exchange);
            return;
        }
        exchange.getResponseHeaders().set("X-Repo-Commit", found.get().commit());
        exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + found.get().blob(file) + "\"");
        if (found.get().isLarge(file)) {
            redirect(exchange, 302, store() + "/" + name + "/" + file + "?signature=abc");
        } else {
            redirect(exchange, 307, "/api/resolve-cache/" + name + "/" + revision + "/" + file);
        }
    }

    private void answerAsStore(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().split("/", 4);
        content(exchange, parts[1] + "/" + parts[2], parts[3], true);
    }

    private void content(HttpExchange exchange, String name, String file, boolean ranges) throws IOException {
        byte[] content = repository(name).orElseThrow().content(file);
        exchange.getResponseHeaders().set("ETag", "\"" + repository(name).orElseThrow().blob(file) + "\"");
        String range = header(exchange, "Range");
        if (!ranges || range.isEmpty()) {
            send(exchange, content);
            return;
        }
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        exchange.sendResponseHeaders(206, content.length - from);
        exchange.getResponseBody().write(content, from, content.length - from);
    }

    private static void send(HttpExchange exchange, byte[] content) throws IOException {
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    private static void redirect(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        exchange.sendResponseHeaders(status, -1);
    }

    /** An answer without a body. */
    public static Answer status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** An answer with status 200. */
    public static Answer body(byte[] content) {
        return exchange -> send(exchange, content);
    }

    /** A redirect. */
    public static Answer redirect(String location) {
        return exchange -> redirect(exchange, 302, location);
    }

    /** Promises some bytes, sends fewer, and breaks the connection. */
    public static Answer cut(byte[] content, int sent) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, sent);
            exchange.getResponseBody().flush();
        };
    }

    /** Whether a file is sent by the other host. */
    static boolean isLarge(String path, byte[] content) {
        return content.length >= LARGE_BYTES || path.endsWith(".safetensors");
    }

    @Override
    public void close() {
        hub.stop(0);
        store.stop(0);
        threads.close();
    }
}
