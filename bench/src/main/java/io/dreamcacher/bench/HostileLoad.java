package io.dreamcacher.bench;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a service does for an innocent client while hostile ones try to fill its memory: with bodies that are never whole,
 * or with images that decode to far more than they weigh. It ends with 1 when the innocent one waited a second for one
 * answer in a hundred, or when anybody was answered with a 5xx other than 503 and 507.
 */
final class HostileLoad implements AutoCloseable {
    private static final int CLIENTS = 40;
    private static final int BODY = 16 * 1024 * 1024 - 1024;
    private static final long PAUSE_MILLIS = 20;
    private static final double MOST_MILLIS = 1000;
    private static final String INNOCENT = "{\"prompt\":\"a red sailing boat on the sea\",\"steps\":3}";

    private final URI service;
    private final long end;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService hostile = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, AtomicLong> hostileAnswers = new ConcurrentSkipListMap<>();
    private final Map<String, AtomicLong> innocentAnswers = new ConcurrentSkipListMap<>();

    private HostileLoad(URI service, Duration length) {
        this.service = service;
        this.end = System.nanoTime() + length.toNanos();
    }

    /**
     * Attacks for a while and tells what happened.
     *
     * @param arguments address of the service, {@code bodies} or {@code images}, seconds
     */
    public static void main(String[] arguments) throws Exception {
        try (HostileLoad load = new HostileLoad(URI.create(arguments[0]),
                Duration.ofSeconds(Long.parseLong(arguments[2])))) {
            System.exit(load.run(arguments[1]) ? 0 : 1);
        }
    }

    private boolean run(String kind) throws Exception {
        ask();
        List<Attack> attacks = switch (kind) {
            case "bodies" -> List.of(this::withhold);
            case "images" -> imageAttacks();
            default -> throw new IllegalArgumentException("bodies or images, found " + kind);
        };
        for (int i = 0; i < CLIENTS; i++) {
            Attack attack = attacks.get(i % attacks.size());
            hostile.execute(() -> repeat(attack));
        }
        double[] waited = innocent();
        double p99 = waited[(int) (waited.length * 0.99)];
        System.out.printf("%s, %d hostile clients: innocent EXACT p50 %.1f  p99 %.1f  max %.1f ms (%d)%n", kind,
                CLIENTS,
                waited[waited.length / 2], p99, waited[waited.length - 1], waited.length);
        System.out.printf("innocent answers %s; hostile answers %s%n", innocentAnswers, hostileAnswers);
        return p99 < MOST_MILLIS && innocentAnswers.keySet().equals(Set.of("200"))
                && hostileAnswers.keySet().stream().allMatch(HostileLoad::isAllowed);
    }

    private static boolean isAllowed(String status) {
        return !status.startsWith("5") || status.equals("503") || status.equals("507");
    }

    private interface Attack {
        String run() throws IOException, InterruptedException;
    }

    private void repeat(Attack attack) {
        while (System.nanoTime() < end) {
            String status;
            try {
                status = attack.run();
            } catch (IOException e) {
                status = "closed";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            hostileAnswers.computeIfAbsent(status, key -> new AtomicLong()).incrementAndGet();
        }
    }

    /** All of a body but its last kilobyte; then the client waits for what the service says. */
    private String withhold() throws IOException {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            socket.getOutputStream().write("""
                    POST /api/v1/answers HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    \r
                    {"prompt":\"""".formatted(BODY + 1024).getBytes(StandardCharsets.UTF_8));
            byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int sent = 0; sent + piece.length < BODY; sent += piece.length) {
                socket.getOutputStream().write(piece);
            }
            byte[] answer = socket.getInputStream().readNBytes("HTTP/1.1 408".length());
            return answer.length < 12 ? "closed" : new String(answer, 9, 3, StandardCharsets.UTF_8);
        }
    }

    private List<Attack> imageAttacks() {
        String twelveMegapixels = "{\"prompt\":\"x\",\"steps\":3,\"memory\":\"NONE\",\"start\":{\"picture\":\"%s\"}}"
                .formatted(Base64.getEncoder().encodeToString(BlankPng.of(4000, 3000, 8, BlankPng.RGB)));
        byte[] huge = BlankPng.of(8000, 8000, 16, BlankPng.RGBA);
        return List.of(() -> send("/api/v1/answers", "application/json", twelveMegapixels.getBytes(
                StandardCharsets.UTF_8)), () -> send("/api/v1/search", "multipart/form-data; boundary=b", form(huge)));
    }

    private static byte[] form(byte[] file) {
        byte[] head = "--b\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n"
                .getBytes(StandardCharsets.UTF_8);
        byte[] tail = "\r\n--b--\r\n".getBytes(StandardCharsets.UTF_8);
        byte[] form = Arrays.copyOf(head, head.length + file.length + tail.length);
        System.arraycopy(file, 0, form, head.length, file.length);
        System.arraycopy(tail, 0, form, head.length + file.length, tail.length);
        return form;
    }

    private String send(String path, String type, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(service.resolve(path))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return Integer.toString(client.send(request, BodyHandlers.discarding()).statusCode());
    }

    private String ask() throws IOException, InterruptedException {
        return send("/api/v1/answers", "application/json", INNOCENT.getBytes(StandardCharsets.UTF_8));
    }

    /** Sorted milliseconds of every answer. */
    private double[] innocent() throws IOException, InterruptedException {
        List<Double> waited = new ArrayList<>();
        while (System.nanoTime() < end) {
            long start = System.nanoTime();
            String status = ask();
            waited.add((System.nanoTime() - start) / 1e6);
            innocentAnswers.computeIfAbsent(status, key -> new AtomicLong()).incrementAndGet();
            Thread.sleep(PAUSE_MILLIS);
        }
        return waited.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    @Override
    public void close() {
        hostile.shutdownNow();
        client.close();
    }
}
