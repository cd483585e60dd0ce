package io.dreamcacher.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.server.TestService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a browser gets before anything is compressed. */
class PageWeightTest {
    private static final Path SOURCES = Path.of("src/main/resources/static");
    private static final int MOST_BYTES = 60 * 1024;

    private static HttpResponse<byte[]> got(URI address) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofByteArray());
        }
    }

    private static List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(file -> "/" + SOURCES.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> file.matches(".*\\.(js|css|html)"))
                    .toList();
        }
    }

    @Test
    void page_allItsFiles_areLight() throws IOException, InterruptedException {
        try (TestService service = TestService.start()) {
            int bytes = 0;
            for (String file : files()) {
                HttpResponse<byte[]> answer = got(service.address().resolve(file));
                assertThat(answer.statusCode()).as(file).isEqualTo(200);
                assertThat(answer.headers().firstValue("Cache-Control")).as(file).contains("no-cache");
                bytes += answer.body().length;
            }
            assertThat(bytes).as("HTML, CSS and scripts together").isLessThan(MOST_BYTES);
        }
    }
}
