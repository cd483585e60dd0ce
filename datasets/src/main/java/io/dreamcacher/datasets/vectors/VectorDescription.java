package io.dreamcacher.datasets.vectors;

import io.dreamcacher.datasets.file.AtomicFile;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code vectors.json} says of a folder of vectors: neither layout keeps which model made them. Others' tools do not
 * look at it; others' folders lack it.
 *
 * @param ofTexts whether vectors that may be of either are of prompts
 * @param origin the model, if it is known
 */
record VectorDescription(boolean ofTexts, Optional<VectorOrigin> origin) {
    private static final JsonMapper JSON = JsonMapper.shared();

    static Path file(Path folder) {
        return folder.resolve("vectors.json");
    }

    /** That of a folder; pictures of an unknown model where there is none. */
    static VectorDescription of(Path folder) {
        Path file = file(folder);
        if (!Files.exists(file)) {
            return new VectorDescription(false, Optional.empty());
        }
        try {
            JsonNode node = JSON.readTree(Files.readString(file));
            return new VectorDescription(node.path("of").asString("images").equals("texts"),
                    origin(node.path("model").asString(""), node.path("fingerprint").asString("")));
        } catch (IOException e) {
            throw AtomicFile.unreadable(file, e);
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "%s must be a JSON object that says which model made the vectors, but is not (%s); delete it if nobody knows."
                            .formatted(file, e.getOriginalMessage()),
                    e);
        }
    }

    private static Optional<VectorOrigin> origin(String model, String fingerprint) {
        return model.isBlank() || fingerprint.isBlank()
                ? Optional.empty()
                : Optional.of(new VectorOrigin(model, fingerprint));
    }

    void write(Path folder) {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("of", ofTexts ? "texts" : "images");
        origin.ifPresent(known -> {
            parts.put("model", known.model());
            parts.put("fingerprint", known.fingerprint());
        });
        try (AtomicFile whole = AtomicFile.at(file(folder))) {
            whole.write(JSON.writeValueAsBytes(parts));
            whole.finish();
        }
    }
}
