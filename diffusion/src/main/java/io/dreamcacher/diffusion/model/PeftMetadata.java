package io.dreamcacher.diffusion.model;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What peft knows of a LoRA besides its tensors: {@code lora_alpha}, {@code alpha_pattern} and {@code use_rslora} of
 * each network, in the JSON text {@code lora_adapter_metadata} that diffusers writes.
 */
final class PeftMetadata {
    private static final String KEY = "lora_adapter_metadata";
    private static final Pattern NETWORK = Pattern.compile("(unet|text_encoder_2|text_encoder)\\.(.+)");

    private final JsonNode root;

    private PeftMetadata(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads it from a file's metadata; nothing is known if it is not there.
     *
     * @throws IllegalArgumentException with a sentence if it is no JSON object
     */
    static PeftMetadata of(Map<String, String> metadata) {
        try {
            JsonNode root = new JsonMapper().readTree(metadata.getOrDefault(KEY, "{}"));
            if (root.isObject()) {
                return new PeftMetadata(root);
            }
            throw new IllegalArgumentException("%s must be a JSON object".formatted(KEY));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s must be JSON; found: %s".formatted(KEY, e.getOriginalMessage()), e);
        }
    }

    /** {@code alpha / rank} of a module, or {@code alpha / sqrt(rank)} if so trained; empty if alpha is not known. */
    OptionalDouble factor(String module, int rank) {
        Matcher path = NETWORK.matcher(module);
        if (!path.matches()) {
            return OptionalDouble.empty();
        }
        String network = path.group(1);
        JsonNode alpha = alpha(network, path.group(2));
        if (!alpha.isNumber()) {
            return OptionalDouble.empty();
        }
        boolean rootOfRank = root.path(network + ".use_rslora").asBoolean(false);
        return OptionalDouble.of(alpha.doubleValue() / (rootOfRank ? Math.sqrt(rank) : rank));
    }

    /** The pattern's alpha for a layer that is named so, or whose path ends with the name; else the network's. */
    private JsonNode alpha(String network, String layer) {
        for (Map.Entry<String, JsonNode> entry : root.path(network + ".alpha_pattern").properties()) {
            if (layer.equals(entry.getKey()) || layer.endsWith("." + entry.getKey())) {
                return entry.getValue();
            }
        }
        return root.path(network + ".lora_alpha");
    }
}
