package io.dreamcacher.cli.client;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.request.Conditioning;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The memory behind the service that holds the data folder. */
final class RemoteAccess implements MemoryAccess {
    private static final String API = "/api/v1/";
    private static final String DATA_ADDRESS = "data:image/png;base64,";

    private final ServiceClient service;
    private final Path dataFolder;
    private volatile String running = "";

    RemoteAccess(ServiceClient service, Path dataFolder) {
        this.service = service;
        this.dataFolder = dataFolder;
    }

    @Override
    public List<Drawn> generate(GenerateOrder order, StepListener listener) {
        try (EventLines lines = service.events(API + "answers", body(order))) {
            return followed(lines, listener);
        }
    }

    private List<Drawn> followed(Iterator<String> lines, StepListener listener) {
        String event = "";
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("event:")) {
                event = line.substring("event:".length()).strip();
            } else if (line.startsWith("data:")) {
                JsonNode data = ServiceClient.JSON.readTree(line.substring("data:".length()));
                Optional<List<Drawn>> answer = heard(event, data, listener);
                if (answer.isPresent()) {
                    return answer.get();
                }
            }
        }
        throw new DreamCacherException(FailureCategory.BUSY, "The service stopped before it answered; try again.");
    }

    private Optional<List<Drawn>> heard(String event, JsonNode data, StepListener listener) {
        switch (event) {
            case "queued" -> {
                running = data.path("requestId").asString("");
                listener.queued(data.path("position").asInt(0));
            }
            case "progress" -> listener.step(data.path("image").asInt(0), data.path("step").asInt(0),
                    data.path("steps").asInt(1));
            case "answer" -> {
                return Optional.of(answers(data));
            }
            case "error" -> throw ServiceClient.problem(data.path("status").asInt(500), data.toString());
            default -> {
                // previews and whatever a newer service tells are not for a terminal
            }
        }
        return Optional.empty();
    }

    private JsonNode body(GenerateOrder order) {
        ObjectNode body = ServiceClient.JSON.createObjectNode();
        body.put("prompt", order.prompt()).put("count", order.count()).put("memory", order.memory().name());
        order.model().ifPresent(value -> body.put("model", value));
        order.negativePrompt().ifPresent(value -> body.put("negativePrompt", value));
        order.size().ifPresent(value -> body.put("width", value.width()).put("height", value.height()));
        order.steps().ifPresent(value -> body.put("steps", value));
        order.guidanceScale().ifPresent(value -> body.put("guidanceScale", value));
        order.scheduler().ifPresent(value -> body.put("scheduler", value));
        order.sigmas().ifPresent(value -> body.put("sigmas", value));
        order.seed().ifPresent(value -> body.put("seed", value));
        if (!order.conditioning().equals(Conditioning.NONE)) {
            conditioning(order.conditioning(), body.putObject("conditioning"));
        }
        order.start().ifPresent(start -> start(start, body.putObject("start")));
        return body;
    }

    private static void conditioning(Conditioning conditioning, ObjectNode body) {
        body.put("guidanceRescale", conditioning.guidanceRescale())
                .put("clipSkip", conditioning.clipSkip())
                .put("promptSyntax", conditioning.promptSyntax().name())
                .put("longPrompts", conditioning.longPrompts().name())
                .put("eta", conditioning.eta());
        conditioning.variation()
                .ifPresent(variation -> body.put("variationSeed", variation.seed())
                        .put("variationStrength", variation.strength()));
    }

    private void start(StartFiles start, ObjectNode body) {
        body.put("picture", bytes(start.pictureIn(dataFolder))).put("strength", start.strength());
        start.mask().ifPresent(mask -> body.put("mask", bytes(mask)));
    }

    private List<Drawn> answers(JsonNode data) {
        List<Drawn> drawn = new ArrayList<>();
        for (JsonNode answer : data.path("answers")) {
            AnswerView view = ServiceClient.JSON.treeToValue(withoutUnknown(answer), AnswerView.class);
            Drawn.PictureFile file = view
                    .id().<Drawn
                            .PictureFile>map(id -> new Drawn.PictureFile.Stored(PictureFiles.of(dataFolder, id)))
                    .orElseGet(() -> new Drawn.PictureFile.Unstored(decoded(view.path())));
            drawn.add(new Drawn(view.withPath(""), file));
        }
        return drawn;
    }

    private static byte[] decoded(String address) {
        return Base64.getDecoder().decode(address.substring(DATA_ADDRESS.length()));
    }

    /** The service says more than the command line shows. */
    private static JsonNode withoutUnknown(JsonNode answer) {
        return ((ObjectNode) answer).retain("id", "outcome", "similarity", "sourceId", "seed", "milliseconds",
                "millisecondsSaved", "path", "reason", "flagged", "promptCutAt");
    }

    @Override
    public List<FoundView> search(SearchOrder order) {
        JsonNode found = order.image()
                .map(file -> service.post(API + "search", multipart(order, file)))
                .orElseGet(() -> service.get(API + "search" + query(order)));
        List<FoundView> views = new ArrayList<>();
        for (JsonNode result : found.path("results")) {
            views.add(ServiceClient.JSON.treeToValue(result, FoundView.class).withPath(""));
        }
        return views;
    }

    private static Multipart multipart(SearchOrder order, Path file) {
        Multipart body = new Multipart().file("image", bytes(file)).field("k", Integer.toString(order.k()));
        order.text().ifPresent(text -> body.field("q", text));
        order.model().ifPresent(model -> body.field("model", model));
        order.size().ifPresent(size -> body.field("size", size.toString()));
        return body;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.BAD_REQUEST,
                    "A picture must be a readable file, but %s is not (%s).".formatted(file, e), e);
        }
    }

    private static String query(SearchOrder order) {
        StringBuilder query = new StringBuilder("?k=").append(order.k());
        order.text().ifPresent(text -> query.append("&q=").append(encoded(text)));
        order.model().ifPresent(model -> query.append("&model=").append(encoded(model)));
        order.size().ifPresent(size -> query.append("&size=").append(size));
        return query.append(order.byWords() ? "&by=words" : "").toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public List<SuggestionView> suggest(String typed, int k) {
        List<SuggestionView> views = new ArrayList<>();
        for (JsonNode suggestion : service.get(API + "suggestions?q=" + encoded(typed) + "&k=" + k)
                .path("suggestions")) {
            views.add(ServiceClient.JSON.treeToValue(suggestion, SuggestionView.class));
        }
        return views;
    }

    @Override
    public Optional<GenerationView> show(String id) {
        try {
            return Optional.of(ServiceClient.JSON
                    .treeToValue(service.get(API + "generations/" + encoded(id)), GenerationView.class)
                    .withPath(""));
        } catch (DreamCacherException e) {
            return absentOr(e);
        }
    }

    @Override
    public boolean delete(String id) {
        try {
            service.delete(API + "generations/" + encoded(id));
            return true;
        } catch (DreamCacherException e) {
            return absentOr(e).isPresent();
        }
    }

    private static <T> Optional<T> absentOr(DreamCacherException e) {
        if (e.category() == FailureCategory.NOT_FOUND) {
            return Optional.empty();
        }
        throw e;
    }

    @Override
    public StatsView stats() {
        return ServiceClient.JSON.treeToValue(service.get(API + "stats"), StatsView.class);
    }

    @Override
    public long reindex() {
        return service.work(API + "reindex", ServiceClient.JSON.createObjectNode()).path("generations").asLong();
    }

    @Override
    public void rememberPrompts(List<String> prompts) {
        ArrayNode array = ServiceClient.JSON.createArrayNode();
        prompts.forEach(array::add);
        service.work(API + "prompts", ServiceClient.JSON.createObjectNode().set("prompts", array));
    }

    @Override
    public void cancel() {
        if (!running.isEmpty()) {
            service.deleteQuickly(API + "answers/" + encoded(running));
        }
    }

    @Override
    public Path dataFolder() {
        return dataFolder;
    }

    /** The service goes on. */
    @Override
    public void close() {}
}
