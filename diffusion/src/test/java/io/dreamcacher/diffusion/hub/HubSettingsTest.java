package io.dreamcacher.diffusion.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against the constants of huggingface_hub 1.33. */
class HubSettingsTest {
    private static final String SECRET = "hf_secretsecret";

    @TempDir
    private Path home;

    private HubSettings of(String... pairs) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return HubSettings.of(environment, home);
    }

    @Test
    void of_emptyEnvironment_isPythonsDefaults() {
        HubSettings settings = of();

        assertThat(settings.endpoint()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(settings.token()).isEmpty();
        assertThat(settings.offline()).isFalse();
        assertThat(settings.links()).isTrue();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void of_folders_areTakenInPythonsOrder() {
        assertThat(of("XDG_CACHE_HOME", "/x").cache()).isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(of("XDG_CACHE_HOME", "/x", "HF_HOME", "/h").cache()).isEqualTo(Path.of("/h/hub"));
        assertThat(of("HF_HOME", "/h", "HUGGINGFACE_HUB_CACHE", "/old").cache()).isEqualTo(Path.of("/old"));
        assertThat(of("HUGGINGFACE_HUB_CACHE", "/old", "HF_HUB_CACHE", "/new").cache()).isEqualTo(Path.of("/new"));
        assertThat(of("HF_HOME", "~/h").cache()).isEqualTo(home.resolve("h/hub"));
        assertThat(of("HF_HOME", "$DISK/${USER}/h", "DISK", "/d", "USER", "u").cache())
                .isEqualTo(Path.of("/d/u/h/hub"));
        assertThat(of("HF_HOME", "/$NOBODY").cache()).isEqualTo(Path.of("/$NOBODY/hub"));
        assertThat(of("HF_HOME", "").cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "YES", "On"})
    void of_trueValues_switch(String value) {
        assertThat(of("HF_HUB_OFFLINE", value).offline()).isTrue();
        assertThat(of("TRANSFORMERS_OFFLINE", value).offline()).isTrue();
        assertThat(of("HF_HUB_DISABLE_SYMLINKS", value).links()).isFalse();
        assertThat(of("HF_TOKEN", SECRET, "HF_HUB_DISABLE_IMPLICIT_TOKEN", value).token()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "false", "no", "2", ""})
    void of_otherValues_doNot(String value) {
        assertThat(of("HF_HUB_OFFLINE", value).offline()).isFalse();
    }

    @Test
    void of_token_isOfTheEnvironmentBeforeTheFile() throws IOException {
        Files.createDirectories(home.resolve(".cache/huggingface"));
        Files.writeString(home.resolve(".cache/huggingface/token"), "hf_file\n");

        assertThat(of().token().orElseThrow().authorization()).isEqualTo("Bearer hf_file");
        assertThat(of("HF_TOKEN", " " + SECRET + "\n").token().orElseThrow().authorization())
                .isEqualTo("Bearer " + SECRET);
        assertThat(of("HUGGING_FACE_HUB_TOKEN", "hf_old").token().orElseThrow().authorization())
                .isEqualTo("Bearer hf_old");
        assertThat(of("HF_TOKEN_PATH", home.resolve("none").toString()).token()).isEmpty();
    }

    @Test
    void toString_withToken_keepsItSecret() {
        assertThat(of("HF_TOKEN", SECRET).toString()).doesNotContain(SECRET);
    }

    @Test
    void of_tokenThatIsNone_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> of("HF_TOKEN", SECRET + "\r\nX-Other: 1")).hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining(SECRET);
    }

    @ParameterizedTest
    @CsvSource({"https://hub.example/, https://hub.example", "http://10.0.0.1:8080/hf//, http://10.0.0.1:8080/hf"})
    void of_endpoint_losesItsSlash(String given, String expected) {
        assertThat(of("HF_ENDPOINT", given).endpoint()).isEqualTo(URI.create(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hub.example", "ftp://hub.example", "https:///x", "https://u:p@hub.example",
            "https://hub example", "file:///tmp"})
    void of_endpointThatIsNone_saysSoWithoutShowingIt(String given) {
        assertThatThrownBy(() -> of("HF_ENDPOINT", given)).hasMessageContaining("HF_ENDPOINT")
                .hasMessageNotContaining(given);
    }

    @Test
    void of_timeoutThatIsNone_saysSo() {
        assertThat(of("HF_HUB_DOWNLOAD_TIMEOUT", "30").timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> of("HF_HUB_DOWNLOAD_TIMEOUT", "0")).hasMessageContaining("\"0\"");
        assertThatThrownBy(() -> of("HF_HUB_DOWNLOAD_TIMEOUT", "soon")).hasMessageContaining("soon");
    }

    @Test
    void isOwn_otherHostSchemeOrPort_isNot() {
        HubSettings settings = of("HF_ENDPOINT", "https://hub.example");

        assertThat(settings.isOwn(URI.create("https://HUB.example:443/x"))).isTrue();
        assertThat(settings.isOwn(URI.create("http://hub.example/x"))).isFalse();
        assertThat(settings.isOwn(URI.create("https://hub.example:8443/x"))).isFalse();
        assertThat(settings.isOwn(URI.create("https://cdn.hub.example/x"))).isFalse();
        assertThat(settings.isOwn(URI.create("https://hub.example.evil/x"))).isFalse();
    }
}
