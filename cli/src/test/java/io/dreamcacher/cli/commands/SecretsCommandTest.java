package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsCommandTest {
    private static final String KEY = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

    @TempDir
    private Path folder;

    private CommandRun run(String... arguments) {
        return CommandRun.of(folder, Map.of("DECRYPTION_KEY", KEY, "BROKEN", "swordfish"), arguments);
    }

    private Path plain(String permissions) throws IOException {
        Path file = folder.resolve("credentials.json");
        Files.writeString(file, "{\"private_key\": \"swordfish\"}\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    @Test
    void encryptThenDecrypt_isTheFileAgain() throws IOException {
        Path file = plain("rw-------");
        Path token = folder.resolve("credentials.json.fernet");

        CommandRun encrypted = run("secrets", "encrypt", file.toString(), "-o", token.toString(), "--json");
        CommandRun decrypted = run("secrets", "decrypt", token.toString(), "--ttl", "60");

        assertThat(encrypted.code()).isZero();
        assertThat(encrypted.json().get("file").stringValue()).isEqualTo(token.toString());
        assertThat(encrypted.json().get("bytes").longValue()).isEqualTo(Files.size(token));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token))).isEqualTo("rw-------");
        assertThat(decrypted.out()).isEqualTo("{\"private_key\": \"swordfish\"}\n");
    }

    @Test
    void encrypt_looseFile_isRefusedWithTheRemedy() throws IOException {
        CommandRun run = run("secrets", "encrypt", plain("rw-r--r--").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("run chmod 600").doesNotContain("swordfish");
    }

    @Test
    void encrypt_withoutKey_namesTheVariable() throws IOException {
        CommandRun run = run("secrets", "encrypt", plain("rw-------").toString(), "--key-env", "NOWHERE");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("NOWHERE").contains("secrets key");
    }

    @Test
    void encrypt_brokenKey_isNotShown() throws IOException {
        CommandRun run = run("secrets", "encrypt", plain("rw-------").toString(), "--key-env", "BROKEN");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the variable BROKEN has 9 characters").doesNotContain("swordfish");
    }

    @Test
    void decrypt_jsonWithoutFile_isRefused() throws IOException {
        CommandRun run = run("secrets", "decrypt", plain("rw-------").toString(), "--json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("-o");
    }

    @Test
    void decrypt_plainFile_isNoToken() throws IOException {
        CommandRun run = run("secrets", "decrypt", plain("rw-------").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).startsWith("A Fernet token must be").doesNotContain("swordfish");
    }

    @Test
    void key_isOneThatEncrypts() throws IOException {
        String key = run("secrets", "key").out().strip();
        CommandRun run = CommandRun.of(folder, Map.of("DECRYPTION_KEY", key), "secrets", "encrypt",
                plain("rw-------").toString());

        assertThat(run.out()).startsWith("gAAAAA");
    }
}
