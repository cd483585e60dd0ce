package io.dreamcacher.collections.download;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that answers as a test has it, byte for byte. As a proxy it is every host there is, so that names that do not exist
 * can be asked.
 */
final class HostileServer implements Closeable {
    private static final byte[] NOT_FOUND = utf8(
            "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

    private final ServerSocket socket;
    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** What is done with one request. */
    interface Behaviour {
        void answer(OutputStream out) throws IOException, InterruptedException;
    }

    private HostileServer(ServerSocket socket) {
        this.socket = socket;
    }

    static HostileServer start() throws IOException {
        HostileServer server = new HostileServer(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket one = socket.accept();
                Thread.ofVirtual().start(() -> serve(one));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket one) {
        try (one) {
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(one.getInputStream(), StandardCharsets.ISO_8859_1));
            String request = String.valueOf(in.readLine());
            String host = "";
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                host = line.regionMatches(true, 0, "Host: ", 0, 6) ? line.substring(6) : host;
            }
            String target = request.split(" ", 3)[1];
            String url = target.startsWith("/") ? "http://" + host + target : target;
            asked.add(url);
            Behaviour behaviour = behaviours.getOrDefault(url,
                    behaviours.getOrDefault(URI.create(url).getPath(), out -> out.write(NOT_FOUND)));
            behaviour.answer(one.getOutputStream());
        } catch (IOException | InterruptedException e) {
            // the client has left
        }
    }

    /** @param url or path */
    void on(String url, Behaviour behaviour) {
        behaviours.put(url, behaviour);
    }

    /** Answers with 200 and a whole body. */
    void on(String url, byte[] body, String... headers) {
        on(url, "200 OK", body, headers);
    }

    void on(String url, String status, byte[] body, String... headers) {
        on(url, out -> out.write(response(status, body, headers)));
    }

    /** Answers with these one after the other, and the last ever after. */
    void inTurn(String url, byte[]... responses) {
        AtomicInteger next = new AtomicInteger();
        on(url, out -> out.write(responses[Math.min(next.getAndIncrement(), responses.length - 1)]));
    }

    static byte[] response(String status, byte[] body, String... headers) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + "\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        if (!head.toString().contains("Content-Length") && !head.toString().contains("Transfer-Encoding")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = utf8(head.append("\r\n").toString());
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Addresses in the order in which they were asked for. */
    List<String> asked() {
        return asked;
    }

    String origin() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** A network in which every name is public, but those that look like addresses are what they look like. */
    Web web(Pauses waiting) {
        return new Web(ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort())),
                host -> switch (host) {
                    case "near.example" -> new InetAddress[]{InetAddress.getByName("93.184.216.34"),
                            InetAddress.getByName("10.0.0.7")};
                    case "none.example" -> throw new UnknownHostException(host);
                    default -> new InetAddress[]{
                            InetAddress.getByName(host.matches("[0-9.]+|\\[.*]|localhost") ? host : "93.184.216.34")};
                }, waiting);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
