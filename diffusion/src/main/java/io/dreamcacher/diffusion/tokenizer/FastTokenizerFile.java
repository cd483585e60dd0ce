package io.dreamcacher.diffusion.tokenizer;

import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A {@code tokenizer.json} as the Hugging Face tokenizers library writes it: vocabulary and merges of a byte-pair model,
 * and tokens added to it. A merge is a text with a space in it, or, in newer files, a list of two.
 */
final class FastTokenizerFile {
    static final String NAME = "tokenizer.json";

    private final Path file;
    private final JsonNode root;

    private FastTokenizerFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    static FastTokenizerFile of(Path file, JsonNode root) {
        return new FastTokenizerFile(file, root);
    }

    /**
     * Its vocabulary.
     *
     * @throws DreamCacherException
     *             {@code BAD_MODEL} if it is not one of CLIP's kind
     */
    Vocabulary vocabulary() {
        JsonNode model = root.path("model");
        require(model, "type", "BPE");
        require(model, "end_of_word_suffix", Vocabulary.END_OF_WORD);
        Map<String, Integer> ids = ids(model.path("vocab"));
        addTokens(ids);
        List<String> pairs = pairs(model.path("merges"));
        return TokenizerFiles.checked(file, () -> Vocabulary.of(ids, pairs));
    }

    private void require(JsonNode model, String key, String value) {
        if (!model.path(key).asString("").equals(value))
            throw TokenizerFiles.bad("model.%s in %s must be %s, as in CLIP's tokenizer; found %s."
                    .formatted(key, file, value, model.path(key)));
    }

    private Map<String, Integer> ids(JsonNode vocabulary) {
        if (!vocabulary.isObject() || vocabulary.isEmpty())
            throw TokenizerFiles
                    .bad("model.vocab in %s must be an object from token to id; it is not.".formatted(file));
        Map<String, Integer> ids = HashMap.newHashMap(vocabulary.size());
        vocabulary.properties().forEach(token -> ids.put(token.getKey(), id(token.getKey(), token.getValue())));
        return ids;
    }

    private void addTokens(Map<String, Integer> ids) {
        for (JsonNode added : root.path("added_tokens")) {
            String token = added.path("content").asString("");
            ids.putIfAbsent(token, id(token, added.path("id")));
        }
    }

    private int id(String token, JsonNode id) {
        if (!id.isInt())
            throw TokenizerFiles.bad("%s must map tokens to whole numbers; found %s for \"%s\"."
                    .formatted(file, id, token));
        return id.intValue();
    }

    private List<String> pairs(JsonNode merges) {
        List<String> pairs = new ArrayList<>();
        for (JsonNode merge : merges) {
            pairs.add(merge.isArray() && merge.size() == 2
                    ? merge.get(0).asString("") + " " + merge.get(1).asString("")
                    : merge.asString(""));
        }
        if (pairs.isEmpty())
            throw TokenizerFiles.bad("model.merges in %s must be a list of merges; it is not.".formatted(file));
        return pairs;
    }
}
