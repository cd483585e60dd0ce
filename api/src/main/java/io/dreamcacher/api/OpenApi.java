package io.dreamcacher.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The OpenAPI 3.1 document of the HTTP API. Its schemas are made from the wire records: their fields, and what their Javadoc
 * says of them; the addresses are in {@code openapi.json} beside this class.
 */
public final class OpenApi {
    private static final String REFERENCE = "#/components/schemas/";

    /** What clients send; an absent field has a default, unless it is {@linkplain Needed needed}. */
    private static final List<Class<?>> READ = List.of(RequestPatch.class, GenerationList.Feedback.class, Prompts.class,
            PromptList.Wanted.class,
            FirstImages.Start.class);

    /** What clients get, every field always. */
    private static final List<Class<?>> WRITTEN = List.of(Answers.class, RequestEvent.Queued.class,
            RequestEvent.Nearest.class, RequestEvent.Progress.class, RequestEvent.Preview.class, Problem.class,
            Settings.class, ModelList.class, GenerationList.class, SearchResults.class, ImageImport.Imported.class,
            Suggestions.class, PromptList.class, Stats.class,
            Report.class, ImageHistory.class,
            FirstImages.class,
            FirstImages.Started.class, Reindexed.class, Checked.class, ForgottenExtent.class, Health.class);

    private OpenApi() {}

    /** The document, as JSON. */
    public static byte[] document() {
        try (InputStream in = OpenApi.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IOException("no openapi.json on the class path");
            }
            JsonNode document = Json.STRICT.readTree(in);
            ObjectNode schemas = (ObjectNode) document.get("components").get("schemas");
            READ.forEach(type -> add(schemas, type, true));
            WRITTEN.forEach(type -> add(schemas, type, false));
            return Json.STRICT.writeValueAsBytes(document);
        } catch (IOException e) {
            throw new UncheckedIOException("The description of the API must be on its class path.", e);
        }
    }

    private static void add(ObjectNode schemas, Class<?> type, boolean read) {
        if (schemas.has(type.getSimpleName())) {
            return;
        }
        ObjectNode schema = schemas.putObject(type.getSimpleName());
        RecordDocs.of(type).description().ifPresent(text -> schema.put("description", text));
        schema.put("type", "object").put("additionalProperties", false);
        ArrayNode required = schema.putArray("required");
        ObjectNode properties = schema.putObject("properties");
        for (RecordComponent field : Json.fields(type)) {
            if (!read || field.isAnnotationPresent(Needed.class)) {
                required.add(field.getName());
            }
            ObjectNode property = properties.putObject(field.getName());
            describe(property, field.getGenericType(), !read, schemas, read);
            RecordDocs.of(field.getDeclaringRecord())
                    .component(field.getName())
                    .ifPresent(text -> property.put("description", text));
        }
    }

    private static void describe(ObjectNode property, Type type, boolean nullable, ObjectNode schemas, boolean read) {
        if (type instanceof ParameterizedType generic) {
            Type part = generic.getActualTypeArguments()[0];
            if (generic.getRawType().equals(Optional.class)) {
                describe(property, part, nullable, schemas, read);
                orNull(property, nullable);
            } else {
                property.put("type", "array");
                describe(property.putObject("items"), part, nullable, schemas, read);
            }
            return;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            add(schemas, plain, read);
            property.put("$ref", REFERENCE + plain.getSimpleName());
        } else if (plain.isEnum()) {
            ArrayNode words = property.put("type", "string").putArray("enum");
            Arrays.stream(plain.getEnumConstants()).map(Object::toString).forEach(words::add);
        } else {
            scalar(property, plain);
            orNull(property, nullable && plain.getSimpleName().startsWith("Optional"));
        }
    }

    private static void scalar(ObjectNode property, Class<?> type) {
        if (type == String.class) {
            property.put("type", "string");
        } else if (type == Instant.class) {
            property.put("type", "string").put("format", "date-time");
        } else if (type == boolean.class || type == Boolean.class) {
            property.put("type", "boolean");
        } else if (type == int.class || type == Integer.class || type == OptionalInt.class) {
            property.put("type", "integer").put("format", "int32");
        } else if (type == long.class || type == Long.class || type == OptionalLong.class) {
            property.put("type", "integer").put("format", "int64");
        } else if (type == double.class || type == Double.class || type == OptionalDouble.class) {
            property.put("type", "number").put("format", "double");
        } else {
            throw new IllegalStateException("no JSON type is known for " + type.getName());
        }
    }

    private static void orNull(ObjectNode property, boolean nullable) {
        JsonNode type = property.path("type");
        if (nullable && type.isString()) {
            property.putArray("type").add(type.asString()).add("null");
        }
    }
}
