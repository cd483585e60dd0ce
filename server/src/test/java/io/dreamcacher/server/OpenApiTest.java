package io.dreamcacher.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Json;
import io.dreamcacher.api.Problem;
import io.dreamcacher.api.RequestEvent.Nearest;
import io.dreamcacher.api.RequestEvent.Preview;
import io.dreamcacher.api.RequestEvent.Progress;
import io.dreamcacher.api.RequestEvent.Queued;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The document is made from the wire records; these tests hold it against what the service really serves, in both directions. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenApiTest {
    private final TestService service = TestService.start();
    private final JsonNode document = TestService.json(service.get("/api/v1/openapi.json"));

    @AfterAll
    void close() {
        service.close();
    }

    /** Handlers by "METHOD /path". */
    private Map<String, HandlerMethod> handlers() {
        Map<String, HandlerMethod> handlers = new TreeMap<>();
        service
                .context()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> mapping.getPatternValues()
                                .forEach(path -> handlers.put(method + " " + path, handler))));
        return handlers;
    }

    /** Operations by "METHOD /path". */
    private Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operations
                                .put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                                        operation.getValue())));
        return operations;
    }

    private static JsonNode operation(Map<String, JsonNode> operations, String name) {
        JsonNode operation = operations.get(name);
        assertThat(operation).as(name).isNotNull();
        return operation;
    }

    @Test
    void paths_all_areServedAndListed() {
        assertThat(operations().keySet()).isEqualTo(handlers().keySet()).hasSizeGreaterThan(20);
    }

    @Test
    void parameters_all_agree() {
        Map<String, JsonNode> operations = operations();
        handlers().forEach((name, handler) -> assertThat(documented(operation(operations, name))).as(name)
                .isEqualTo(Arrays.stream(handler.getMethodParameters())
                        .map(OpenApiTest::described)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toCollection(TreeSet::new))));
    }

    private static Set<String> documented(JsonNode operation) {
        Set<String> parameters = new TreeSet<>();
        operation.path("parameters")
                .forEach(parameter -> parameters.add(parameter.get("in").asString() + " "
                        + parameter.get("name").asString() + " "
                        + (parameter.get("schema").has("default")
                                ? parameter.get("schema").get("default").asString()
                                : parameter.get("required").asBoolean() ? "required" : "")));
        operation.path("requestBody").path("content").properties().forEach(content -> {
            if (!content.getKey().equals("application/json")) {
                content.getValue()
                        .get("schema")
                        .get("properties")
                        .propertyNames()
                        .forEach(field -> parameters.add("form " + field));
            }
        });
        return parameters;
    }

    private static Optional<String> described(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
        String name = parameter.getParameterName();
        boolean form = Arrays.stream(parameter.getExecutable().getParameters())
                .anyMatch(any -> any.isAnnotationPresent(RequestPart.class))
                || parameter.getDeclaringClass().getSimpleName().equals("PlainPageController");
        RequestParam query = parameter.getParameterAnnotation(RequestParam.class);
        if (parameter.hasParameterAnnotation(RequestPart.class) || (form && query != null)) {
            return Optional.of("form " + name);
        }
        if (parameter.hasParameterAnnotation(PathVariable.class)) {
            return Optional.of("path " + name + " required");
        }
        return query == null
                ? Optional.empty()
                : Optional.of("query " + name + " "
                        + (query.defaultValue().equals(ValueConstants.DEFAULT_NONE)
                                ? query.required() ? "required" : ""
                                : query.defaultValue()));
    }

    @Test
    void schemas_all_areWhatIsReadAndWritten() {
        Map<String, Class<?>> records = new HashMap<>();
        Map<String, JsonNode> operations = operations();
        Set<Class<?>> read = new HashSet<>();
        handlers().forEach((name, handler) -> {
            body(handler).ifPresent(type -> {
                Map<String, Class<?>> parts = new HashMap<>();
                collect(type, parts);
                read.addAll(parts.values());
                parts.values().forEach(part -> collect(part, records));
                assertThat(reference(operation(operations, name).get("requestBody"))).as(name)
                        .isEqualTo(type.getSimpleName());
            });
            written(handler).ifPresent(type -> {
                collect(type, records);
                assertThat(successful(operation(operations, name))).as(name).isEqualTo(type.getSimpleName());
            });
        });
        List.of(Answers.class, Queued.class, Nearest.class, Progress.class, Preview.class, Problem.class)
                .forEach(type -> collect(type, records));

        ObjectNode schemas = (ObjectNode) document.get("components").get("schemas");
        assertThat(new TreeSet<>(schemas.propertyNames())).isEqualTo(new TreeSet<>(records.keySet()));
        records.forEach((name, type) -> {
            JsonNode schema = schemas.get(name);
            assertThat(properties(schema)).as(name).isEqualTo(components(type, read.contains(type)));
            Set<String> required = new TreeSet<>();
            schema.get("required").forEach(field -> required.add(field.asString()));
            if (!read.contains(type)) {
                assertThat(required).as(name).isEqualTo(new TreeSet<>(schema.get("properties").propertyNames()));
            }
        });
    }

    /** What a client really gets has the fields the document lists, and no others. */
    @Test
    void answers_real_haveTheListedFields() {
        JsonNode answer = service.ask("a red boat");
        String id = answer.get("id").asString();
        Map<String, JsonNode> real = new TreeMap<>();
        real.put("AnsweredImage", answer);
        real.put("RememberedImage", body("/api/v1/generations/" + id));
        real.put("GenerationList", body("/api/v1/generations"));
        real.put("SearchResults", body("/api/v1/search?q=boat"));
        real.put("Result", body("/api/v1/search?q=boat").get("results").get(0));
        real.put("Suggestions", body("/api/v1/suggestions?q=a"));
        real.put("Offer", body("/api/v1/suggestions?q=a").get("suggestions").get(0));
        real.put("Stats", body("/api/v1/stats"));
        real.put("Settings", body("/api/v1/settings"));
        real.put("ModelList", body("/api/v1/models"));
        real.put("ModelFacts", body("/api/v1/models").get("models").get(0));
        real.put("Defaults", body("/api/v1/settings").get("defaults"));
        real.put("ServiceLimits", body("/api/v1/settings").get("limits"));
        real.put("FirstImages", body("/api/v1/warm"));
        real.put("Health", body("/health/live"));
        real.put("Problem", body("/api/v1/generations/" + "x".repeat(3)));

        JsonNode schemas = document.get("components").get("schemas");
        real.forEach((schema, json) -> assertThat(new TreeSet<>(json.propertyNames())).as(schema)
                .isEqualTo(new TreeSet<>(schemas.get(schema).get("properties").propertyNames())));
    }

    private JsonNode body(String path) {
        return TestService.json(service.get(path));
    }

    /** Javadoc is where descriptions come from. */
    @Test
    void fields_ofRequests_areDescribed() {
        JsonNode properties = document.get("components").get("schemas").get("RequestPatch").get("properties");

        assertThat(properties.get("scheduleType").get("description").asString())
                .contains("karras, exponential, beta")
                .doesNotContain("{@");
        properties.properties()
                .forEach(property -> assertThat(property.getValue().has("description")).as(property.getKey()).isTrue());
    }

    private static Optional<Class<?>> body(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestBody.class))
                .findFirst()
                .map(MethodParameter::getParameterType);
    }

    private static Optional<Class<?>> written(HandlerMethod handler) {
        Type type = handler.getMethod().getGenericReturnType();
        if (type instanceof ParameterizedType entity && entity.getRawType().equals(ResponseEntity.class)) {
            type = entity.getActualTypeArguments()[0];
        }
        return type instanceof Class<?> written && written.isRecord() ? Optional.of(written) : Optional.empty();
    }

    private static void collect(Class<?> type, Map<String, Class<?>> records) {
        if (records.put(type.getSimpleName(), type) == null) {
            for (RecordComponent component : Json.fields(type)) {
                Type part = component.getGenericType();
                while (part instanceof ParameterizedType generic) {
                    part = generic.getActualTypeArguments()[0];
                }
                if (part instanceof Class<?> nested && nested.isRecord()) {
                    collect(nested, records);
                }
            }
        }
        assertThat(records.get(type.getSimpleName())).isEqualTo(type);
    }

    private static String reference(JsonNode content) {
        return content.get("content")
                .get("application/json")
                .get("schema")
                .get("$ref")
                .asString()
                .replace("#/components/schemas/", "");
    }

    private static String successful(JsonNode operation) {
        return operation.get("responses")
                .properties()
                .stream()
                .filter(response -> response.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .map(OpenApiTest::reference)
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> properties(JsonNode schema) {
        Map<String, String> properties = new TreeMap<>();
        schema.get("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), written(property.getValue())));
        return properties;
    }

    private static String written(JsonNode schema) {
        if (schema.has("$ref")) {
            return schema.get("$ref").asString().replace("#/components/schemas/", "");
        }
        JsonNode type = schema.get("type");
        String name = type.isArray() ? type.get(0).asString() : type.asString();
        String format = schema.has("format") ? ":" + schema.get("format").asString() : "";
        String items = schema.has("items") ? " of " + written(schema.get("items")) : "";
        return name + format + items + (type.isArray() ? " or null" : "");
    }

    private static Map<String, String> components(Class<?> type, boolean read) {
        Map<String, String> components = new TreeMap<>();
        for (RecordComponent component : Json.fields(type)) {
            String described = described(component.getGenericType());
            components.put(component.getName(), read ? described.replace(" or null", "") : described);
        }
        return components;
    }

    private static String described(Type type) {
        if (type instanceof ParameterizedType generic) {
            String part = described(generic.getActualTypeArguments()[0]);
            return generic.getRawType().equals(List.class) ? "array of " + part : part + " or null";
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isEnum() || plain.equals(String.class)) {
            return "string";
        }
        return switch (plain.getSimpleName()) {
            case "int", "Integer" -> "integer:int32";
            case "long", "Long" -> "integer:int64";
            case "double", "Double" -> "number:double";
            case "boolean", "Boolean" -> "boolean";
            case "OptionalInt" -> "integer:int32 or null";
            case "OptionalLong" -> "integer:int64 or null";
            case "OptionalDouble" -> "number:double or null";
            case "Instant" -> "string:date-time";
            default -> plain.getSimpleName();
        };
    }
}
