package io.dreamcacher.generation;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelLine;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
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
 * {@code width}, {@code height}, {@code steps}, {@code guidanceScale}, {@code scheduler} (each absent where the generator has none), {@code precision}, {@code noise} and
 * {@code safety} (the same), {@code revisedPrompt} (absent unless the generator drew another one), {@code conditioning} (absent
 * when there is none, see {@link Conditioning#text}), {@code seed}, {@code flagged} (absent when not),
 * {@code refinedFrom}, {@code refinedAtStep} and {@code refinedSeed} (absent unless it was finished from a stored image, the last
 * also where its generator has no seeds), {@code key},
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
        json.put("promptCut", recipe.words().cut());
        recipe.words().revised().ifPresent(revised -> json.put("revisedPrompt", revised));
        json.put("negativePrompt", settings.negativePrompt().orElse(""));
        if (settings.negativePrompt().filter(String::isEmpty).isPresent()) {
            json.put("negativePromptGiven", true);
        }
        json.put("model", recipe.model().toString());
        json.put("fingerprint", recipe.model().fingerprint().sha256());
        json.put("width", settings.size().width());
        json.put("height", settings.size().height());
        settings.steps().ifPresent(steps -> json.put("steps", steps));
        settings.guidanceScale().ifPresent(scale -> json.put("guidanceScale", scale));
        settings.scheduler().ifPresent(scheduler -> json.put("scheduler", scheduler));
        settings.rendering().precision().ifPresent(precision -> json.put("precision", precision));
        settings.rendering().noise().ifPresent(noise -> json.put("noise", noise));
        settings.rendering().safety().ifPresent(safety -> json.put("safety", safety.shortName()));
        if (!settings.conditioning().equals(Conditioning.NONE)) {
            json.put("conditioning", settings.conditioning().text());
        }
        recipe.seed().ifPresent(seed -> json.put("seed", seed));
        if (recipe.flagged()) {
            json.put("flagged", true);
        }
        recipe.refinement().ifPresent(refined -> {
            json.put("refinedFrom", refined.source().value());
            json.put("refinedAtStep", refined.step());
            refined.seed().ifPresent(seed -> json.put("refinedSeed", seed));
        });
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
        Fingerprint fingerprint = new Fingerprint(text(json, "fingerprint"));
        ModelLine line = ModelLine.remembered(text(json, "model"), fingerprint);
        ImageSize size = new ImageSize(json.required("width").intValue(), json.required("height").intValue());
        GenerationSettings settings = new GenerationSettings(negativePrompt(json), size,
                json.has("steps") ? OptionalInt.of(json.get("steps").intValue()) : OptionalInt.empty(),
                json.has("guidanceScale")
                        ? OptionalDouble.of(json.get("guidanceScale").doubleValue())
                        : OptionalDouble.empty(),
                optional(json, "scheduler"), Conditioning.parse(json.path("conditioning").asString("")),
                new Rendering(optional(json, "precision"), optional(json, "noise"),
                        optional(json, "safety").flatMap(Safety::named)).over(line.rendering()));
        RequestIdentity identity = new RequestIdentity(text(json, "key"), text(json, "settingsKey"));
        Recipe.Words words = new Recipe.Words(text(json, "prompt"), json.required("promptCut").booleanValue(),
                optional(json, "revisedPrompt"));
        return new Recipe(identity, words, new ModelIdentity(line.model(), fingerprint), settings,
                json.has("seed") ? OptionalLong.of(json.get("seed").longValue()) : OptionalLong.empty(),
                json.path("flagged").asBoolean(false), refinement(json));
    }

    private static Optional<Recipe.Refinement> refinement(JsonNode json) {
        return optional(json, "refinedFrom").map(source -> new Recipe.Refinement(new GenerationId(source),
                json.required("refinedAtStep").intValue(),
                json.has("refinedSeed")
                        ? OptionalLong.of(json.get("refinedSeed").longValue())
                        : OptionalLong.empty()));
    }

    private static Optional<String> optional(JsonNode json, String field) {
        return json.has(field) ? Optional.of(text(json, field)) : Optional.empty();
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
