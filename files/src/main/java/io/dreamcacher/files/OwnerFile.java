package io.dreamcacher.files;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code owner.json}: pid, since, kind ({@code service} or {@code command}), and a service's address and token. Only its
 * user may read it. It is replaced as a whole; whether the process it names still owns the folder, the lock tells.
 */
final class OwnerFile {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Path file;

    OwnerFile(Path file) {
        this.file = file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    void write(Owner owner, Instant since) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        switch (owner) {
            case Owner.None() -> throw new IllegalArgumentException("nobody writes no file");
            case Owner.Command(long pid) -> json.put("pid", pid).put("kind", "command");
            case Owner.Service(long pid, URI address, String token) -> json.put("pid", pid)
                    .put("kind", "service")
                    .put("address", address.toString())
                    .put("token", token);
        }
        json.put("since", since.toString());
        replace(MAPPER.writeValueAsBytes(json));
    }

    /** What the file says; a command of unknown pid when it is not there yet or cannot be understood. */
    Owner read() throws IOException {
        try {
            JsonNode json = MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
            long pid = json.required("pid").longValue();
            if (!json.required("kind").stringValue().equals("service")) {
                return new Owner.Command(pid);
            }
            return new Owner.Service(pid, new URI(json.required("address").stringValue()),
                    json.required("token").stringValue());
        } catch (NoSuchFileException | JacksonException | URISyntaxException e) {
            return new Owner.Command(0);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private void replace(byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        DurableFiles.writeNew(temporary, bytes, onlyThisUser());
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private FileAttribute<?>[] onlyThisUser() {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return new FileAttribute<?>[0]; // Windows: the user's profile folder is private already
        }
        return new FileAttribute<?>[]{
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};
    }
}
