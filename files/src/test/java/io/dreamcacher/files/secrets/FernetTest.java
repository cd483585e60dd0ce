package io.dreamcacher.files.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The vectors are those of github.com/fernet/spec, commit 20dead4. */
class FernetTest {
    private static final String KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private static final String OTHER_KEY = "dw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private static final Instant NOW = Instant.parse("2026-12-01T00:00:00Z");

    static Stream<JsonNode> generate() throws IOException {
        return vectors("generate");
    }

    static Stream<JsonNode> verify() throws IOException {
        return vectors("verify");
    }

    static Stream<JsonNode> invalid() throws IOException {
        return vectors("invalid");
    }

    private static Stream<JsonNode> vectors(String name) throws IOException {
        try (InputStream in = Objects
                .requireNonNull(FernetTest.class.getResourceAsStream("fernet-" + name + ".json"))) {
            return StreamSupport.stream(JsonMapper.shared().readTree(in).spliterator(), false);
        }
    }

    private static Fernet at(JsonNode vector) {
        Instant now = OffsetDateTime.parse(vector.get("now").stringValue()).toInstant();
        return Fernet.of(vector.get("secret").stringValue(), "the vector", InstantSource.fixed(now));
    }

    private static Fernet with(String key) {
        return Fernet.of(key, "the variable DECRYPTION_KEY", InstantSource.fixed(NOW));
    }

    private static byte[] bytes(JsonNode text) {
        return text.stringValue().getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource
    void generate(JsonNode vector) {
        byte[] initialisation = new byte[16];
        for (int i = 0; i < initialisation.length; i++) {
            initialisation[i] = (byte) vector.get("iv").get(i).intValue();
        }

        assertThat(at(vector).encrypt(bytes(vector.get("src")), initialisation)).isEqualTo(bytes(vector.get("token")));
    }

    @ParameterizedTest
    @MethodSource
    void verify(JsonNode vector) {
        Duration oldest = Duration.ofSeconds(vector.get("ttl_sec").longValue());

        assertThat(at(vector).decrypt(bytes(vector.get("token")), "token", Optional.of(oldest)))
                .isEqualTo(bytes(vector.get("src")));
    }

    @ParameterizedTest
    @MethodSource
    void invalid(JsonNode vector) {
        Duration oldest = Duration.ofSeconds(vector.get("ttl_sec").longValue());

        assertThatThrownBy(() -> at(vector).decrypt(bytes(vector.get("token")), "token", Optional.of(oldest)))
                .isInstanceOf(DreamCacherException.class);
    }

    @Test
    void decrypt_whatWasEncrypted_isThat() {
        Random random = new Random(7);
        for (int length : List.of(0, 1, 15, 16, 17, 31, 32, 1000)) {
            byte[] message = new byte[length];
            random.nextBytes(message);

            byte[] token = with(KEY).encrypt(message);

            assertThat(Fernet.isToken(token)).isTrue();
            assertThat(with(KEY).decrypt(token, "token", Optional.empty())).isEqualTo(message);
        }
    }

    @Test
    void encrypt_twice_givesTwoTokens() {
        byte[] message = "same".getBytes(StandardCharsets.UTF_8);

        assertThat(with(KEY).encrypt(message)).isNotEqualTo(with(KEY).encrypt(message));
    }

    @Test
    void decrypt_lineBreakBehind_isNoMatter() {
        byte[] token = with(KEY).encrypt("hello".getBytes(StandardCharsets.UTF_8));
        byte[] line = Arrays.copyOf(token, token.length + 1);
        line[token.length] = '\n';

        assertThat(with(KEY).decrypt(line, "token", Optional.empty())).asString(StandardCharsets.UTF_8)
                .isEqualTo("hello");
    }

    @Test
    void decrypt_anyFlippedBit_isRefusedWithoutContent() {
        byte[] token = with(KEY).encrypt("swordfish".getBytes(StandardCharsets.UTF_8));
        for (int bit = 0; bit < 8 * token.length; bit++) {
            byte[] flipped = token.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThatThrownBy(() -> with(KEY).decrypt(flipped, "a.fernet", Optional.empty()))
                    .isInstanceOf(DreamCacherException.class)
                    .hasMessageContaining("a.fernet")
                    .hasMessageNotContainingAny("swordfish", KEY);
        }
    }

    @Test
    void decrypt_otherKey_saysWhatToDo() {
        byte[] token = with(KEY).encrypt("swordfish".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> with(OTHER_KEY).decrypt(token, "a.fernet", Optional.empty())).hasMessage(
                "a.fernet must be what was encrypted with the key in the variable DECRYPTION_KEY, but its signature is not that key's: it was encrypted with another key, or changed since; check the key, or get the file again.");
    }

    @Test
    void decrypt_tooOld_saysHowOld() {
        byte[] token = with(KEY).encrypt("hello".getBytes(StandardCharsets.UTF_8));
        Fernet later = Fernet.of(KEY, "x", InstantSource.fixed(NOW.plusSeconds(3700)));

        assertThat(later.decrypt(token, "token", Optional.of(Duration.ofSeconds(3700)))).hasSize(5);
        assertThatThrownBy(() -> later.decrypt(token, "token", Optional.of(Duration.ofHours(1))))
                .hasMessageStartingWith("token may be 3,600 seconds old, but was encrypted 3,700 seconds ago;");
    }

    @Test
    void decrypt_fromTheFuture_isAllowedAMinute() {
        byte[] token = with(KEY).encrypt("hello".getBytes(StandardCharsets.UTF_8));
        Duration oldest = Duration.ofSeconds(1);

        assertThat(
                Fernet.of(KEY, "x", InstantSource.fixed(NOW.minusSeconds(60))).decrypt(token, "t", Optional.of(oldest)))
                .hasSize(5);
        assertThatThrownBy(() -> Fernet.of(KEY, "x", InstantSource.fixed(NOW.minusSeconds(61)))
                .decrypt(token, "t",
                        Optional.of(oldest)))
                .hasMessageContaining("61 seconds after this machine's time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4",
            "cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4="})
    void of_noKey_isRefusedWithoutIt(String key) {
        assertThatThrownBy(() -> with(key))
                .hasMessageStartingWith(
                        "A Fernet key must be 32 bytes in URL-safe Base64, which is 44 characters with the = at the end, but the variable DECRYPTION_KEY has %d characters"
                                .formatted(key.length()))
                .satisfies(failure -> assertThat(key.isEmpty() || !failure.toString().contains(key)).isTrue());
    }

    @Test
    void newKey_isOne() {
        byte[] token = with(Fernet.newKey()).encrypt(new byte[3]);

        assertThat(token).hasSize(100);
        assertThat(Fernet.newKey()).isNotEqualTo(Fernet.newKey());
    }

    @Test
    void toString_anything_hidesTheKey() {
        assertThat(with(KEY).toString() + FernetKey.of(KEY, "x")).doesNotContain(KEY.substring(0, 8));
        assertThat(FernetKey.of(KEY, "x")).isEqualTo(FernetKey.of(KEY, "y")).isNotEqualTo(FernetKey.of(OTHER_KEY, "x"));
    }
}
