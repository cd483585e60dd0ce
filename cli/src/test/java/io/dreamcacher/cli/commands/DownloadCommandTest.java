package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dreamcacher.image.Png;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(60)
class DownloadCommandTest {
    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        byte[] png = Png.encode(new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean there = exchange.getRequestURI().getPath().endsWith(".png");
                exchange.sendResponseHeaders(there ? 200 : 404, there ? png.length : -1);
                if (there) {
                    exchange.getResponseBody().write(png);
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String link(String name) {
        return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), name);
    }

    private CommandRun download(List<String> links, String... more) throws IOException {
        Path list = folder.resolve("links.txt");
        Files.write(list, links);
        String[] arguments = new String[more.length + 4];
        System.arraycopy(more, 0, arguments, 4, more.length);
        arguments[0] = "download";
        arguments[1] = list.toString();
        arguments[2] = "--to";
        arguments[3] = folder.resolve("pictures").toString();
        return CommandRun.of(folder, arguments);
    }

    @Test
    void download_goodLinks_areThere() throws IOException {
        CommandRun run = download(List.of(link("a.png"), link("b.png")), "--size", "16", "--resize", "centre-crop",
                "--threads",
                "4");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("2 links: 2 pictures, 0 not downloaded, 0 no pictures; ");
        assertThat(folder.resolve("pictures/00000/000000001.jpg")).exists();
    }

    @Test
    void download_someMissing_exitsWith8AndAJsonObject() throws IOException {
        CommandRun run = download(List.of(link("a.png"), link("none")), "--resize", "no", "--json");
        JsonNode json = run.json();

        assertThat(run.code()).isEqualTo(8);
        assertThat(json.get("links").longValue()).isEqualTo(2);
        assertThat(json.get("success").longValue()).isEqualTo(1);
        assertThat(json.get("failedToDownload").longValue()).isEqualTo(1);
        assertThat(json.get("reasons").get("HTTP 404").longValue()).isEqualTo(1);
        assertThat(json.get("hosts").get("127.0.0.1").get("failed").longValue()).isEqualTo(1);
    }

    @Test
    void download_again_saysWhatWasThere() throws IOException {
        List<String> links = List.of(link("a.png"), link("none"));
        download(links);

        CommandRun run = download(links);

        assertThat(run.code()).isEqualTo(8);
        assertThat(run.out()).contains("before: 1 pictures, 1 failed").contains("--retry-failed");
    }

    @Test
    void download_tableWithoutColumn_namesTheCommandForIt() {
        CommandRun run = CommandRun.of(folder, "download", "prompts.csv", "--to", folder.resolve("p").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--column").contains("dreamcacher links prompts.csv > links.txt");
    }

    @Test
    void download_impossibleFlags_areRefused() throws IOException {
        assertThat(download(List.of(), "--size", "0").err()).startsWith("--size must be 1 to 16,384 pixels");
        assertThat(download(List.of(), "--threads", "0").err()).startsWith("--threads must be 1 to 1,024");
        assertThat(download(List.of(), "--timeout", "0").err()).startsWith("--timeout must be 0.001 to 86,400 seconds");
        assertThat(download(List.of(), "--resize", "fill").err()).contains("keep-ratio, border, centre-crop or no");
    }
}
