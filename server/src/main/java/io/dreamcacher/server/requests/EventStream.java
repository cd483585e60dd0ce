package io.dreamcacher.server.requests;

import io.dreamcacher.api.Json;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.server.requests.LiveRequest.Numbered;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Sends a request's events to one client until the request ends or the client leaves. */
final class EventStream {
    static final String MEDIA_TYPE = "text/event-stream";

    /** So that a client that left is noticed, and proxies keep the connection. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final byte[] STILL_HERE = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private EventStream() {}

    static void send(LiveRequest live, HttpServletResponse response) throws InterruptedException {
        response.setContentType(MEDIA_TYPE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        live.join();
        live.watch();
        try {
            sendAll(live, response.getOutputStream());
        } catch (IOException e) {
            return; // the client left
        } finally {
            live.unwatch();
            live.leave();
        }
    }

    private static void sendAll(LiveRequest live, OutputStream out) throws IOException, InterruptedException {
        long seen = 0;
        long lastWritten = System.nanoTime();
        while (true) {
            List<Numbered> news = live.after(seen, Waiting.LOOK);
            if (news.isEmpty() && Waiting.clientLeft()) {
                return;
            }
            if (news.isEmpty() && System.nanoTime() - lastWritten < HEARTBEAT.toNanos()) {
                continue;
            }
            if (news.isEmpty()) {
                out.write(STILL_HERE);
            }
            for (Numbered one : news) {
                out.write(bytes(one.event()));
                seen = Math.max(seen, one.number());
            }
            out.flush();
            lastWritten = System.nanoTime();
            if (!news.isEmpty() && news.getLast().event() instanceof RequestEvent.Ended) {
                return;
            }
        }
    }

    private static byte[] bytes(RequestEvent event) {
        return "event: %s\ndata: %s\n\n".formatted(event.event(), Json.STRICT.writeValueAsString(event.data()))
                .getBytes(StandardCharsets.UTF_8);
    }
}
