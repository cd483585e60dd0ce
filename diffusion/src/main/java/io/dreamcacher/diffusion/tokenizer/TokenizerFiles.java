package io.dreamcacher.diffusion.tokenizer;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the files a tokenizer is made of; every failure is a sentence with the file's name. */
final class TokenizerFiles {
    private static final JsonMapper JSON = new JsonMapper();
    /** 49,152 minus the two special tokens minus 256: how many lines of the file openai/CLIP uses. */
    private static final int OPENAI_MERGES = 48_894;
    /** transformers writes 1e30 where it knows no limit. */
    private static final int LARGEST_WINDOW = 1_000_000;

    private static final String BUNDLED = "bpe_simple_vocab_16e6.txt.gz";

    private TokenizerFiles() {}

    /** A vocabulary with its special tokens, all of which it has. */
    record Loaded(Vocabulary vocabulary, SpecialTokens special) {}

    static Loaded readFolder(Path folder) {
        if (!Files.isDirectory(folder))
            throw new DreamCacherException(FailureCategory.NOT_FOUND,
                    "A tokenizer must be a folder with vocab.json and merges.txt, or tokenizer.json; %s is no folder."
                            .formatted(folder));
        Path vocabularyFile = folder.resolve("vocab.json");
        if (!Files.exists(vocabularyFile) && Files.exists(folder.resolve(FastTokenizerFile.NAME))) {
            vocabularyFile = folder.resolve(FastTokenizerFile.NAME);
            Vocabulary vocabulary = FastTokenizerFile.of(vocabularyFile, parse(vocabularyFile)).vocabulary();
            return checked(vocabularyFile, vocabulary, readSpecial(folder));
        }
        Path mergesFile = folder.resolve("merges.txt");
        Map<String, Integer> ids = readIds(vocabularyFile);
        List<String> pairs = lines(mergesFile, read(mergesFile)).filter(line -> !line.startsWith("#version")).toList();
        return checked(vocabularyFile, checked(mergesFile, () -> Vocabulary.of(ids, pairs)), readSpecial(folder));
    }

    private static Loaded checked(Path vocabularyFile, Vocabulary vocabulary, SpecialTokens special) {
        for (String token : List.of(special.start(), special.end(), special.padding())) {
            if (vocabulary.id(token).isEmpty())
                throw bad("%s must hold the special token %s; it does not.".formatted(vocabularyFile, token));
        }
        return new Loaded(vocabulary, special);
    }

    static Vocabulary readOpenAiFile(Path file) {
        return openAi(file, read(file));
    }

    /** The vocabulary of openai/CLIP that is in the program; the same as its file's. */
    static Vocabulary bundled() {
        return openAi(Path.of(BUNDLED), Resource.bytes(BUNDLED));
    }

    private static Vocabulary openAi(Path file, byte[] content) {
        byte[] text;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(content))) {
            text = in.readAllBytes();
        } catch (IOException e) {
            throw bad("%s must be a gzip file; found: %s. Download it again.".formatted(file, e.getMessage()), e);
        }
        List<String> pairs = lines(file, text).skip(1).limit(OPENAI_MERGES).toList();
        List<String> tokens = new ArrayList<>(ByteAlphabet.tokens());
        ByteAlphabet.tokens().forEach(token -> tokens.add(token + Vocabulary.END_OF_WORD));
        pairs.forEach(pair -> tokens.add(pair.replace(" ", "")));
        tokens.add(SpecialTokens.CLIP.start());
        tokens.add(SpecialTokens.CLIP.end());
        Map<String, Integer> ids = HashMap.newHashMap(tokens.size());
        tokens.forEach(token -> ids.put(token, ids.size()));
        return checked(file, () -> Vocabulary.of(ids, pairs));
    }

    private static Map<String, Integer> readIds(Path file) {
        Map<String, Integer> ids = HashMap.newHashMap(50_000);
        try (JsonParser parser = JSON.createParser(read(file))) {
            boolean object = parser.nextToken() == JsonToken.START_OBJECT;
            while (object && parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String token = parser.currentName();
                if (parser.nextToken() != JsonToken.VALUE_NUMBER_INT)
                    throw bad("%s must map tokens to whole numbers; found %s for \"%s\"."
                            .formatted(file, parser.getString(), token));
                ids.put(token, parser.getIntValue());
            }
        } catch (JacksonException e) {
            throw bad("%s must be JSON; found: %s. Download it again.".formatted(file, e.getOriginalMessage()), e);
        }
        if (ids.isEmpty())
            throw bad("%s must be a JSON object from token to id; it holds none.".formatted(file));
        return ids;
    }

    private static SpecialTokens readSpecial(Path folder) {
        JsonNode config = readOptional(folder.resolve("tokenizer_config.json"));
        JsonNode map = readOptional(folder.resolve("special_tokens_map.json"));
        String end = content(map, config, "eos_token", SpecialTokens.CLIP.end());
        double length = config.path("model_max_length").asDouble(SpecialTokens.CLIP.windowLength());
        if (!(length >= 2))
            throw bad("model_max_length in %s must be 2 or more; found %s."
                    .formatted(folder.resolve("tokenizer_config.json"), config.path("model_max_length")));
        return new SpecialTokens(content(map, config, "bos_token", SpecialTokens.CLIP.start()), end,
                content(map, config, "pad_token", end),
                length > LARGEST_WINDOW ? SpecialTokens.CLIP.windowLength() : (int) length);
    }

    /** A special token is written as a string or as an object with its content; the map wins over the config. */
    private static String content(JsonNode map, JsonNode config, String key, String absent) {
        for (JsonNode file : List.of(map, config)) {
            JsonNode value = file.path(key);
            String content = (value.isObject() ? value.path("content") : value).asString("");
            if (!content.isEmpty())
                return content;
        }
        return absent;
    }

    static JsonNode readOptional(Path file) {
        return Files.exists(file) ? parse(file) : JSON.createObjectNode();
    }

    static JsonNode parse(Path file) {
        try {
            return JSON.readTree(read(file));
        } catch (JacksonException e) {
            throw bad("%s must be JSON; found: %s.".formatted(file, e.getOriginalMessage()), e);
        }
    }

    private static Stream<String> lines(Path file, byte[] text) {
        String content = new String(text, StandardCharsets.UTF_8);
        if (content.isBlank())
            throw bad("%s must hold merges, two tokens a line; it is empty.".formatted(file));
        return content.lines().filter(line -> !line.isBlank());
    }

    private static byte[] read(Path file) {
        if (!Files.isRegularFile(file))
            throw bad("A tokenizer must have the file %s; it is missing.".formatted(file));
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw bad("%s must be readable; found: %s.".formatted(file, e.getMessage()), e);
        }
    }

    static Vocabulary checked(Path file, Supplier<Vocabulary> source) {
        try {
            return source.get();
        } catch (IllegalArgumentException e) {
            throw bad("%s does not fit its vocabulary: %s.".formatted(file, e.getMessage()), e);
        }
    }

    static DreamCacherException bad(String message) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message);
    }

    private static DreamCacherException bad(String message, Exception cause) {
        return new DreamCacherException(FailureCategory.BAD_MODEL, message, cause);
    }
}
