package io.dreamcacher.files.secrets;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What this process may know of its user's secrets, by the names of environment variables. The secret {@code NAME} is the
 * variable itself, or what is in the file that {@code NAME_FILE} names, as container engines mount secrets. A file may be
 * encrypted with Fernet; its key is then the secret {@code DECRYPTION_KEY}, and what it holds is decrypted in memory. Nothing
 * is kept between two calls. Immutable and thread-safe.
 */
public final class Secrets {
    /** The variable with the key of encrypted files, unless another is named. */
    public static final String KEY = "DECRYPTION_KEY";

    private final Map<String, String> environment;
    private final String keyVariable;
    private final InstantSource clock;

    /**
     * The secrets of an environment.
     *
     * @param keyVariable the variable with the key of encrypted files, usually {@value #KEY}
     */
    public Secrets(Map<String, String> environment, String keyVariable, InstantSource clock) {
        this.environment = Map.copyOf(environment);
        this.keyVariable = keyVariable;
        this.clock = clock;
    }

    /**
     * A secret: the variable, or the content of the file that {@code NAME_FILE} names, decrypted if need be and without white
     * space around it; empty where neither is set.
     *
     * @throws DreamCacherException if both are set, or the file is not there, not private, or not to be decrypted
     */
    public Optional<Secret> find(String name) {
        Optional<String> direct = set(name);
        Optional<String> file = set(name + "_FILE");
        if (direct.isPresent() && file.isPresent()) {
            throw DreamCacherException.badRequest(
                    "A secret must come from one place, but both %s and %s_FILE are set; leave one out.".formatted(name,
                            name));
        }
        return direct.map(text -> new Secret(text.getBytes(StandardCharsets.UTF_8)))
                .or(() -> file.map(path -> stripped(name, path)));
    }

    private Secret stripped(String name, String path) {
        byte[] bytes = new SecretFile(Path.of(path)).read();
        boolean encrypted = Fernet.isToken(bytes) && !name.equals(keyVariable);
        byte[] plain = encrypted ? fernet().decrypt(bytes, path, Optional.empty()) : bytes;
        return new Secret(new String(plain, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the file holds that a variable names, such as {@code GOOGLE_APPLICATION_CREDENTIALS}: decrypted if need be, byte for
     * byte; empty where the variable is not set.
     *
     * @throws DreamCacherException if the file is not there, not private, or not to be decrypted
     */
    public Optional<Secret> fileOf(String name) {
        return set(name).map(path -> {
            byte[] bytes = new SecretFile(Path.of(path)).read();
            return new Secret(Fernet.isToken(bytes) ? fernet().decrypt(bytes, path, Optional.empty()) : bytes);
        });
    }

    /**
     * Fernet with the key of the environment.
     *
     * @throws DreamCacherException {@code BAD_REQUEST} if there is none
     */
    public Fernet fernet() {
        Secret key = find(keyVariable).orElseThrow(() -> DreamCacherException.badRequest(
                "The key must be in the environment variable %s (or in the file that %s_FILE names), but neither is set; set one: `dreamcacher secrets key` makes a key."
                        .formatted(keyVariable, keyVariable)));
        return Fernet.of(key.text(), "the variable " + keyVariable, clock);
    }

    private Optional<String> set(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The names of what is set; none of what it is set to. */
    @Override
    public String toString() {
        return "Secrets[key in " + keyVariable + "]";
    }

    /** Something secret; it shows itself only where it is asked for. */
    public static final class Secret {
        private final byte[] bytes;

        private Secret(byte[] bytes) {
            this.bytes = bytes;
        }

        /** A copy. */
        public byte[] bytes() {
            return bytes.clone();
        }

        /** The bytes as UTF-8. */
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Its length. */
        @Override
        public String toString() {
            return "Secret[%,d bytes]".formatted(bytes.length);
        }
    }
}
