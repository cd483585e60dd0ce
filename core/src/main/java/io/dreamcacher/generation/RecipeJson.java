package io.dreamcacher.generation;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@link Provenance} as a JSON document, version {@value #VERSION}. Unknown fields are passed over, so that a later
 * program may add some without a new version. The document is ASCII (everything else is escaped), so that any Java string
 * survives, lone surrogates included.
 *
 * <p>
 * Fields: {@code version}, {@code prompt}, {@code promptCut}, {@code negativePrompt}, {@code
 * negativePromptGiven} (absent unless the negative prompt was given and is empty), {@code model}, {@code fingerprint},
 * {@code width}, {@code height}, {@code steps}, {@code guidanceScale}, {@code scheduler}, {@code conditioning} (absent
 * when there is none, see {@link Conditioning#text}), {@code seed}, {@code flagged} (absent when not),
 * {@code key},
 * {@code settingsKey}, {@code createdAt} (ISO 8601, UTC), {@code tookMilliseconds}.
 */
public final class RecipeJson {
    /** The version written; the only one read. */
    public static final int VERSION = 1;

    private static final JsonMapper MAPPER = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private RecipeJson() {}

    /** The document. */
    public static String write(Provenance provenance) {
        Recipe recipe = provenance.recipe();
        GenerationSettings settings = recipe.settings();
        ObjectNode json = MAPPER.createObjectNode();
        json.put("version", VERSION);
        json.put("prompt", recipe.prompt());
        json.put("promptCut", recipe.promptCut());
        json.put("negativePrompt", settings.negativePrompt().orElse(""));
        if (settings.negativePrompt().filter(String::isEmpty).isPresent()) {
            json.put("negativePromptGiven", true);
        }
        json.put("model", recipe.model());
        json.put("fingerprint", recipe.fingerprint());
        json.put("width", settings.size().width());
        json.put("height", settings.size().height());
        json.put("steps", settings.steps());
        json.put("guidanceScale", settings.guidanceScale());
        json.put("scheduler", settings.scheduler());
        if (!settings.conditioning().equals(Conditioning.NONE)) {
            json.put("conditioning", settings.conditioning().text());
        }
        json.put("seed", recipe.seed());
        if (recipe.flagged()) {
            json.put("flagged", true);
        }
        json.put("key", recipe.identity().key());
        json.put("settingsKey", recipe.identity().settingsKey());
        json.put("createdAt", provenance.createdAt().toString());
        json.put("tookMilliseconds", provenance.took().toMillis());
        return MAPPER.writeValueAsString(json);
    }

    /**
     * Reads a document.
     *
     * @throws DreamCacherException with BAD_REQUEST when it is not one, or of another version
     */
    public static Provenance read(String document) {
        try {
            JsonNode json = MAPPER.readTree(document);
            checkVersion(json);
            Duration took = Duration.ofMillis(json.required("tookMilliseconds").longValue());
            return new Provenance(recipe(json), Instant.parse(text(json, "createdAt")), took);
        } catch (JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "The recipe inside a picture is a JSON object with prompt, model, settings and seed, but this one cannot be read; use the picture without its recipe.",
                    e);
        }
    }

    private static void checkVersion(JsonNode json) {
        JsonNode version = json.path("version");
        if (!version.isIntegralNumber()) {
            throw DreamCacherException.badRequest(
                    "The recipe inside a picture says its version, but this one has none; use the picture without its recipe.");
        }
        if (!version.asString().equals(Integer.toString(VERSION))) {
            throw DreamCacherException.badRequest(
                    "The recipe inside this picture has version %s, but this Dream Cacher reads version %d; use the one that made it, or a newer one."
                            .formatted(version.asString(), VERSION));
        }
    }

    private static Recipe recipe(JsonNode json) {
        ImageSize size = new ImageSize(json.required("width").intValue(), json.required("height").intValue());
        GenerationSettings settings = new GenerationSettings(negativePrompt(json), size,
                json.required("steps").intValue(), json.required("guidanceScale").doubleValue(),
                text(json, "scheduler"), Conditioning.parse(json.path("conditioning").asString("")));
        RequestIdentity identity = new RequestIdentity(text(json, "key"), text(json, "settingsKey"));
        return new Recipe(identity, text(json, "prompt"), json.required("promptCut").booleanValue(),
                text(json, "model"), text(json, "fingerprint"), settings, json.required("seed").longValue(),
                json.path("flagged").asBoolean(false));
    }

    /** Documents written before the two were told apart have an empty one where none was given. */
    private static Optional<String> negativePrompt(JsonNode json) {
        return Optional.of(text(json, "negativePrompt"))
                .filter(text -> !text.isEmpty() || json.path("negativePromptGiven").asBoolean(false));
    }

    private static String text(JsonNode json, String field) {
        return json.required(field).stringValue();
    }
}
