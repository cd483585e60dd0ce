package io.dreamcacher.server.http;

import static io.dreamcacher.server.TestService.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.server.TestService;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class MemoriesControllerTest {
    private static final String MEMORIES = "/api/v1/memories";

    private final TestService service = TestService.start();

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void forget_prompt_countsThenForgets() {
        String id = service.ask("a boat").get("id").asString();

        JsonNode counted = json(service.delete(MEMORIES + "?prompt=A%20boat&dryRun=true"));
        assertThat(counted.get("images").asLong()).isEqualTo(1);
        assertThat(service.get("/api/v1/generations/" + id).statusCode()).isEqualTo(200);

        assertThat(json(service.delete(MEMORIES + "?prompt=A%20boat")).get("prompts").asLong()).isEqualTo(1);
        assertThat(service.get("/api/v1/generations/" + id).statusCode()).isEqualTo(404);
    }

    @Test
    void forget_scope_isTheOwnersWhereOthersMayNotReadIt() {
        service.ask("a boat");

        assertThat(json(service.delete(MEMORIES + "?scope=other")).get("images").asLong()).isZero();
        HttpResponse<String> response = service.send(service.request(MEMORIES + "?scope=public")
                .header("Authorization", "Bearer " + TestService.TOKEN)
                .DELETE());
        assertThat(json(response).get("images").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?dryRun=true", "?prompt=x&id=aaaaaaaaaaaaaaaaaaaa", "?id=x", "?scope=A%20B"})
    void forget_nothingOrTwoThingsNamed_isRefused(String query) {
        assertThat(service.delete(MEMORIES + query).statusCode()).isEqualTo(400);
    }
}
