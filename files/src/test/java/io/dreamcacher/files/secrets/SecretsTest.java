package io.dreamcacher.files.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    private static final String KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

    @TempDir
    private Path folder;

    private static Secrets secrets(Map<String, String> environment) {
        return new Secrets(environment, Secrets.KEY, InstantSource.system());
    }

    private Path file(String name, String permissions, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] encrypted(String text) {
        return Fernet.of(KEY, "x", InstantSource.system()).encrypt(utf8(text));
    }

    @Test
    void find_variable_isIt() {
        assertThat(secrets(Map.of("PINECONE_KEY", "abc")).find("PINECONE_KEY").orElseThrow().text()).isEqualTo("abc");
        assertThat(secrets(Map.of("PINECONE_KEY", " ")).find("PINECONE_KEY")).isEmpty();
    }

    @Test
    void find_variableOfAFile_isItsContentWithoutLineBreak() throws IOException {
        Path file = file("key", "rw-------", utf8("abc\n"));

        assertThat(secrets(Map.of("PINECONE_KEY_FILE", file.toString())).find("PINECONE_KEY").orElseThrow().text())
                .isEqualTo("abc");
    }

    @Test
    void find_encryptedFile_isDecryptedInMemory() throws IOException {
        Path file = file("key.fernet", "rw-r--r--", encrypted("abc\n"));
        Path key = file("key", "rw-------", utf8(KEY + "\n"));

        assertThat(secrets(Map.of("PINECONE_KEY_FILE", file.toString(), "DECRYPTION_KEY_FILE", key.toString()))
                .find("PINECONE_KEY")
                .orElseThrow()
                .text()).isEqualTo("abc");
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void find_bothSet_isRefused() {
        assertThatThrownBy(() -> secrets(Map.of("A", "x", "A_FILE", "/y")).find("A"))
                .hasMessage("A secret must come from one place, but both A and A_FILE are set; leave one out.");
    }

    @Test
    void fileOf_encryptedCredentials_areThemByteForByte() throws IOException {
        Path file = file("google.json.fernet", "rw-r--r--", encrypted("{\"private_key\": \"…\"}\n"));

        assertThat(secrets(Map.of("GOOGLE_APPLICATION_CREDENTIALS", file.toString(), "DECRYPTION_KEY", KEY))
                .fileOf("GOOGLE_APPLICATION_CREDENTIALS")
                .orElseThrow()
                .bytes()).isEqualTo(utf8("{\"private_key\": \"…\"}\n"));
    }

    @Test
    void fileOf_encryptedWithoutKey_namesTheVariable() throws IOException {
        Path file = file("google.json.fernet", "rw-------", encrypted("{}"));

        assertThatThrownBy(() -> secrets(Map.of("G", file.toString())).fileOf("G")).hasMessage(
                "The key must be in the environment variable DECRYPTION_KEY (or in the file that DECRYPTION_KEY_FILE names), but neither is set; set one: `dreamcacher secrets key` makes a key.");
    }

    @Test
    void read_plainFileOthersMayRead_isRefusedWithTheRemedy() throws IOException {
        Path file = file("google.json", "rw-r-----", utf8("{}"));

        assertThatThrownBy(() -> new SecretFile(file).read()).hasMessage(
                "A secret in plain text must be its user's alone, but others have rights to %s (rw-r-----): run chmod 600 %s"
                        .formatted(file, file));
    }

    @Test
    void read_noFile_isNotFound() {
        assertThatThrownBy(() -> new SecretFile(folder.resolve("none")).read())
                .isInstanceOfSatisfying(DreamCacherException.class,
                        failure -> assertThat(failure.category()).isEqualTo(FailureCategory.NOT_FOUND));
    }

    @Test
    void read_tooLarge_isRefused() throws IOException {
        Path file = file("large", "rw-------", new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> new SecretFile(file).read()).hasMessageContaining("1,048,576 bytes");
    }

    @Test
    void create_isItsUsersAlone() throws IOException {
        Path file = folder.resolve("new");

        new SecretFile(file).create(utf8("abc"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo("abc");
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void create_whereSomethingIs_leavesIt() throws IOException {
        Path file = file("old", "rw-------", utf8("old"));

        assertThatThrownBy(() -> new SecretFile(file).create(utf8("new"))).hasMessageContaining("never written over");
        assertThat(Files.readString(file)).isEqualTo("old");
    }

    @Test
    void toString_aSecret_isItsLength() {
        assertThat(secrets(Map.of("A", "swordfish")).find("A").orElseThrow()).hasToString("Secret[9 bytes]");
        assertThat(secrets(Map.of("A", "swordfish"))).asString().doesNotContain("swordfish");
    }
}
