package io.dreamcacher.diffusion.tokenizer;

import io.dreamcacher.diffusion.tokenizer.PairTemplate.First;
import io.dreamcacher.diffusion.tokenizer.PairTemplate.Part;
import io.dreamcacher.diffusion.tokenizer.PairTemplate.Second;
import io.dreamcacher.diffusion.tokenizer.PairTemplate.Special;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * A {@code tokenizer.json} of BERT's kind, as the Hugging Face tokenizers library writes it. What it does not say is what that
 * library takes for granted.
 */
final class BertTokenizerFile {
    private static final int LONGEST_WORD = 100;

    private final Path file;
    private final JsonNode root;
    private final Map<String, Integer> ids;

    /** @throws DreamCacherException {@code BAD_MODEL} if it is a tokenizer of another kind */
    BertTokenizerFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
        requireType("normalizer", "BertNormalizer");
        requireType("pre_tokenizer", "BertPreTokenizer");
        requireType("model", "WordPiece");
        this.ids = readIds(root.path("model").path("vocab"));
        for (JsonNode added : root.path("added_tokens")) {
            if (!added.path("special").asBoolean(false)) {
                throw bad("added_tokens", "special tokens alone", added);
            }
        }
    }

    private void requireType(String part, String type) {
        JsonNode found = root.path(part).path("type");
        if (!found.asString("").equals(type)) {
            throw bad(part + ".type", type + ", as in BERT's tokenizer", found);
        }
    }

    private Map<String, Integer> readIds(JsonNode vocabulary) {
        if (!vocabulary.isObject() || vocabulary.isEmpty()) {
            throw bad("model.vocab", "an object from piece to id", vocabulary);
        }
        Map<String, Integer> found = HashMap.newHashMap(vocabulary.size());
        vocabulary.properties().forEach(piece -> {
            if (!piece.getValue().isInt() || piece.getValue().intValue() < 0) {
                throw bad("model.vocab", "made of whole numbers of 0 or more", piece.getValue());
            }
            found.put(piece.getKey(), piece.getValue().intValue());
        });
        return found;
    }

    BertNormalizer normalizer() {
        JsonNode normalizer = root.path("normalizer");
        boolean lowercase = flag(normalizer, "lowercase", true);
        return new BertNormalizer(flag(normalizer, "clean_text", true),
                flag(normalizer, "handle_chinese_chars", true), flag(normalizer, "strip_accents", lowercase),
                lowercase);
    }

    private boolean flag(JsonNode normalizer, String key, boolean absent) {
        JsonNode value = normalizer.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return absent;
        }
        if (!value.isBoolean()) {
            throw bad("normalizer." + key, "true or false", value);
        }
        return value.booleanValue();
    }

    WordPiece pieces() {
        JsonNode model = root.path("model");
        JsonNode longest = model.path("max_input_chars_per_word");
        if (!longest.isMissingNode() && !(longest.isInt() && longest.intValue() > 0)) {
            throw bad("model.max_input_chars_per_word", "a whole number of 1 or more", longest);
        }
        return new WordPiece(ids, model.path("continuing_subword_prefix").asString("##"),
                id(model.path("unk_token").asString("[UNK]")), longest.asInt(LONGEST_WORD));
    }

    private int id(String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw TokenizerFiles.bad("%s must hold the token %s; it does not.".formatted(file, token));
        }
        return id;
    }

    PairTemplate pairs() {
        JsonNode processor = root.path("post_processor");
        return switch (processor.path("type").asString("")) {
            case "BertProcessing" -> PairTemplate.ofBert(id(processor.path("cls").path(0).asString("")),
                    id(processor.path("sep").path(0).asString("")));
            case "TemplateProcessing" -> template(processor);
            default -> throw bad("post_processor.type", "TemplateProcessing or BertProcessing", processor.path("type"));
        };
    }

    private PairTemplate template(JsonNode processor) {
        List<Part> parts = new ArrayList<>();
        for (JsonNode part : processor.path("pair")) {
            if (part.has("SpecialToken")) {
                JsonNode special = part.path("SpecialToken");
                int type = type(special);
                JsonNode its = processor.path("special_tokens").path(special.path("id").asString("")).path("ids");
                if (its.isEmpty()) {
                    throw bad("post_processor.special_tokens", "ids of every special token of the pair", special);
                }
                its.forEach(id -> parts.add(new Special(known(id), type)));
            } else {
                JsonNode text = part.path("Sequence");
                parts.add(text.path("id").asString("").equals("A") ? new First(type(text)) : new Second(type(text)));
            }
        }
        try {
            return new PairTemplate(parts);
        } catch (IllegalArgumentException e) {
            throw bad("post_processor.pair", "a template that holds each text once", processor.path("pair"));
        }
    }

    private int type(JsonNode part) {
        JsonNode type = part.path("type_id");
        if (!type.isInt() || type.intValue() < 0) {
            throw bad("post_processor.pair", "made of parts with a type_id", part);
        }
        return type.intValue();
    }

    private int known(JsonNode id) {
        if (!id.isInt() || !ids.containsValue(id.intValue())) {
            throw bad("post_processor.special_tokens", "made of ids of the vocabulary", id);
        }
        return id.intValue();
    }

    /** How many tokens a pair is cut to; empty if it does not say. */
    OptionalInt window() {
        JsonNode longest = root.path("truncation").path("max_length");
        return longest.isInt() ? OptionalInt.of(longest.intValue()) : OptionalInt.empty();
    }

    private DreamCacherException bad(String key, String rule, JsonNode found) {
        String text = found.isMissingNode() ? "nothing" : found.toString();
        return TokenizerFiles.bad("%s in %s must be %s; found %s. Use a model with a tokenizer of BERT's kind."
                .formatted(key, file, rule, text.length() > 80 ? text.substring(0, 80) + "..." : text));
    }
}
