package io.dreamcacher.bench;

import io.dreamcacher.image.Jpeg;
import java.awt.image.BufferedImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Serves one JPEG of about 20 kB under every name but robots.txt, over connections that stay open: a process that {@link DownloadBench} starts. */
final class ImageServer {
    private static final int BYTES = 20_000;
    private static final byte[] NOT_FOUND = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    private ImageServer() {}

    /** Says its port on standard output, and runs until standard input ends. */
    public static void main(String[] arguments) throws IOException {
        byte[] answer = answer();
        ServerSocket socket = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        System.out.println(socket.getLocalPort());
        Thread.ofVirtual().start(() -> {
            while (true) {
                try {
                    Socket one = socket.accept();
                    Thread.ofVirtual().start(() -> serve(one, answer));
                } catch (IOException e) {
                    return;
                }
            }
        });
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }

    private static byte[] answer() {
        byte[] jpeg = new byte[0];
        for (int side = 64; jpeg.length < BYTES; side += 4) {
            jpeg = Jpeg.encode(noise(side), 85);
        }
        byte[] head = "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n".formatted(jpeg.length)
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[head.length + jpeg.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(jpeg, 0, all, head.length, jpeg.length);
        return all;
    }

    private static BufferedImage noise(int side) {
        Random random = new Random(side);
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        return image;
    }

    private static void serve(Socket one, byte[] answer) {
        try (one) {
            one.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(one.getInputStream());
            for (String request = request(in); !request.isEmpty(); request = request(in)) {
                one.getOutputStream().write(request.contains("/robots.txt ") ? NOT_FOUND : answer);
            }
        } catch (IOException e) {
            // the client has left
        }
    }

    /** The first line, when all lines of the head were read; empty at the end. */
    private static String request(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        String first = "";
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                if (line.isEmpty()) {
                    return first;
                }
                first = first.isEmpty() ? line.toString() : first;
                line.setLength(0);
            } else if (c != '\r') {
                line.append((char) c);
            }
        }
        return "";
    }
}
