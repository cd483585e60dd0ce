package io.dreamcacher.cli.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart/form-data body (RFC 7578): the JDK's HTTP client has none. */
final class Multipart {
    /** No picture or word contains it by chance. */
    private static final String BOUNDARY = "dreamcacher-7f3a1c9e54b2d860";

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    Multipart field(String name, String value) {
        return part("form-data; name=\"" + name + "\"", "text/plain; charset=utf-8",
                value.getBytes(StandardCharsets.UTF_8));
    }

    Multipart file(String name, byte[] content) {
        return part("form-data; name=\"" + name + "\"; filename=\"picture\"", "application/octet-stream", content);
    }

    private Multipart part(String disposition, String type, byte[] content) {
        write("--" + BOUNDARY + "\r\nContent-Disposition: " + disposition + "\r\nContent-Type: " + type + "\r\n\r\n");
        body.writeBytes(content);
        write("\r\n");
        return this;
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    String contentType() {
        return "multipart/form-data; boundary=" + BOUNDARY;
    }

    byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return whole.toByteArray();
    }
}
