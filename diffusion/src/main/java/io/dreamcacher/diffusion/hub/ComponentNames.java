package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The components that a model_index.json names: keys with a library and a class, as {@code ["diffusers", "…"]}. */
final class ComponentNames {
    private ComponentNames() {}

    static Set<String> read(Path index) {
        try {
            Set<String> names = new LinkedHashSet<>();
            for (Map.Entry<String, JsonNode> entry : new JsonMapper().readTree(index.toFile()).properties()) {
                JsonNode value = entry.getValue();
                if (value.size() == 2 && value.path(0).isString() && value.path(1).isString()) {
                    names.add(entry.getKey());
                }
            }
            return names;
        } catch (JacksonException e) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must be readable JSON; found: %s.".formatted(index, e.getOriginalMessage()), e);
        }
    }
}
