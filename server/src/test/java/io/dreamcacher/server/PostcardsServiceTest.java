package io.dreamcacher.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.api.Json;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The whole way, with the bundled model, SQLite and Lucene. */
class PostcardsServiceTest {
    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private ServiceOptions options() {
        MemoryOptions memory = MemoryOptions.at(folder.resolve("data"))
                .withCacheFolder(folder.resolve("cache"))
                .withPatience(Duration.ZERO);
        return ServiceOptions.of(memory).withPort(0);
    }

    private JsonNode ask(URI address, String prompt) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/api/v1/answers"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"prompt\": \"%s\"}".formatted(prompt)))
                .build();
        return Json.STRICT.readTree(client.send(request, BodyHandlers.ofString()).body()).get("answers").get(0);
    }

    @Test
    void start_postcards_remembersOverARestart() throws IOException, InterruptedException {
        String id;
        try (RunningService service = DreamCacherService.start(options())) {
            JsonNode made = ask(service.address(), "a red sailing boat on the sea at sunset");
            id = made.get("id").asString();
            assertThat(made.get("outcome").asString()).isEqualTo("GENERATED");
            assertThat(ask(service.address(), "at sunset, a crimson sailboat at sea").get("outcome").asString())
                    .isEqualTo("SIMILAR");
            assertThat(ask(service.address(), "a blue sailing boat on the sea at sunset").get("outcome").asString())
                    .isEqualTo("GENERATED");
            byte[] png = client
                    .send(HttpRequest.newBuilder(service.address().resolve(made.get("path").asString())).build(),
                            BodyHandlers.ofByteArray())
                    .body();
            assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(128);
            assertThat(Files.readString(folder.resolve("data/owner.json"))).contains(service.address().toString());
            assertThatThrownBy(() -> DreamCacherService.start(options())).isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining(folder.resolve("data").toString());
        }
        try (RunningService service = DreamCacherService.start(options())) {
            JsonNode again = ask(service.address(), "a red sailing boat on the sea at sunset");
            assertThat(again.get("outcome").asString()).isEqualTo("EXACT");
            assertThat(again.get("id").asString()).isEqualTo(id);
        }
    }
}
