package io.dreamcacher.datasets.link;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Where a link stands in a JSON object, as people write it: {@code image_uri}, {@code raw_discord_data.image_uri}.
 *
 * @param path names from the outermost object inwards
 */
record LinkKey(List<String> path) {

    static LinkKey of(String text) {
        return new LinkKey(List.of(text.split("\\.", -1)));
    }

    /** The text or number there; empty where there is nothing, or null. */
    Optional<String> in(JsonNode object) {
        JsonNode node = object;
        for (String name : path) {
            node = node.path(name);
        }
        return node.isValueNode() && !node.isNull() ? Optional.of(node.asString()) : Optional.empty();
    }

    @Override
    public String toString() {
        return String.join(".", path);
    }
}
