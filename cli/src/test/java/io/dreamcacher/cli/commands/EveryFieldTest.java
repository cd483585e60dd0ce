package io.dreamcacher.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.dreamcacher.api.Answers;
import io.dreamcacher.api.Checked;
import io.dreamcacher.api.ForgottenExtent;
import io.dreamcacher.api.GenerationList;
import io.dreamcacher.api.GenerationList.RememberedImage;
import io.dreamcacher.api.ImageHistory;
import io.dreamcacher.api.ImageImport;
import io.dreamcacher.api.Json;
import io.dreamcacher.api.PromptList;
import io.dreamcacher.api.Report;
import io.dreamcacher.api.RequestEvent;
import io.dreamcacher.api.RequestPatch;
import io.dreamcacher.api.RequestPatch.ConditioningPatch;
import io.dreamcacher.api.RequestPatch.InitImageFiles;
import io.dreamcacher.api.RequestPatch.MemoryPatch;
import io.dreamcacher.api.RequestPatch.RenderingPatch;
import io.dreamcacher.api.RequestPatch.SchedulerPatch;
import io.dreamcacher.api.RequestPatch.Seeds;
import io.dreamcacher.api.RequestPatch.SettingsPatch;
import io.dreamcacher.api.SearchRequest;
import io.dreamcacher.api.SearchResults;
import io.dreamcacher.api.Stats;
import io.dreamcacher.api.Suggestions;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.cli.client.MemoryAccess;
import io.dreamcacher.cli.client.MemoryAccesses;
import io.dreamcacher.cli.terminal.Terminal;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.embedded.ModelLibrary;
import io.dreamcacher.embedded.ModelTools;
import io.dreamcacher.files.DataFolder;
import io.dreamcacher.files.OwnedFolder;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.InitImage;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.MemoryIntent;
import io.dreamcacher.request.MemoryUse;
import io.dreamcacher.request.PromptSyntax;
import io.dreamcacher.request.Reuse;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.request.SeedVariation;
import io.dreamcacher.reuse.ErrorBudget;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every field of a request, said in each way there is (command, command through a running service, HTTP, library), is the
 * same request. A field that is added and cannot be said in one of them fails here.
 */
class EveryFieldTest {
    private static final GenerationSettings DEFAULTS = new GenerationSettings(new ImageSize(128, 128), 20, 7.5,
            "pndm");
    private static final String PROMPT = "a (red:1.2) boat";

    @TempDir
    private Path folder;

    private Path picture;
    private Path mask;
    private GenerationRequest expected;

    /** By the values of core alone, without a patch. */
    @BeforeEach
    void expect() throws IOException {
        picture = png("picture.png", 0xcc2200);
        mask = png("mask.png", 0xffffff);
        Conditioning conditioning = new Conditioning(0.3, 2, PromptSyntax.WEIGHTED, LongPrompts.CHUNKED,
                Optional.of(new SeedVariation(9, 0.4)), Optional.empty(), 0.25);
        GenerationSettings settings = new GenerationSettings(new ImageSize(64, 72), 7, 3.5, "dpmpp-2m-karras")
                .withNegativePrompt("fog")
                .withConditioning(conditioning)
                .withRendering(Rendering.NONE.withPrecision("fast").withNoise("torch-cuda").withSafety(Safety.BLUR));
        expected = GenerationRequest.of(PROMPT, "m", settings)
                .withSeed(new SeedIntent.Fixed(41))
                .withCount(3)
                .withMemory(MemoryIntent.of(Reuse.OFF, new ErrorBudget(0.005)))
                .withInitImage(new InitImage(ImageFileReader.DEFAULT.read(picture),
                        Optional.of(ImageFileReader.DEFAULT.read(mask))), 0.6);
    }

    private Path png(String name, int rgb) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 4, rgb);
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private String[] flags() {
        return new String[]{"generate", PROMPT, "--model", "m", "--negative", "fog", "--size", "64x72", "--steps", "7",
                "--guidance", "3.5", "--scheduler", "dpmpp-2m", "--karras", "--seed", "41", "-n", "3", "--fresh",
                "--budget", "0.5%",
                "--clip-skip", "2", "--guidance-rescale", "0.3", "--eta", "0.25", "--prompt-weights", "--long-prompts",
                "chunked", "--variation-seed", "9", "--variation-strength", "0.4", "--from", picture.toString(),
                "--strength", "0.6", "--mask", mask.toString(), "--precision", "fast", "--noise", "torch-cuda",
                "--safety", "blur", "--data", folder.resolve("data").toString()};
    }

    private String json() throws IOException {
        return """
                {"prompt": "a (red:1.2) boat", "model": "m", "negativePrompt": "fog", "width": 64, "height": 72,
                 "steps": 7, "guidanceScale": 3.5, "scheduler": "dpmpp-2m", "scheduleType": "karras", "seed": 41,
                 "precision": "fast", "noise": "torch-cuda", "safety": "blur",
                 "count": 3, "memory": "REMEMBER_ONLY", "reuse": "off", "budget": 0.005,
                 "conditioning": {"guidanceRescale": 0.3, "clipSkip": 2, "promptSyntax": "WEIGHTED",
                  "longPrompts": "CHUNKED", "variationSeed": 9, "variationStrength": 0.4, "eta": 0.25},
                 "start": {"picture": "%s", "mask": "%s", "strength": 0.6}}
                """.formatted(base64(picture), base64(mask));
    }

    private static String base64(Path file) throws IOException {
        return Base64.getEncoder().encodeToString(Files.readAllBytes(file));
    }

    private static GenerationRequest resolved(RequestPatch patch) {
        return patch.over(patch.model().orElse("default"), DEFAULTS, ImageFileReader.DEFAULT::readBase64);
    }

    /** The test itself: were a field missing in what is expected, nobody would miss it elsewhere. */
    @Test
    void expected_everyField_differsFromTheDefault() {
        GenerationRequest usual = GenerationRequest.of("x", "default", DEFAULTS);

        assertThat(same("", expected, usual)).as("fields this test says nothing about; say them in all four ways")
                .isEmpty();
    }

    /** Paths of the leaves at which two records are equal. */
    private static List<String> same(String path, Object one, Object other) {
        if (one instanceof Optional<?> first && other instanceof Optional<?> second && first.isPresent()
                && second.isPresent()) {
            return same(path, first.get(), second.get());
        }
        if (!one.getClass().isRecord() || !one.getClass().equals(other.getClass())) {
            return one.equals(other) ? List.of(path) : List.of();
        }
        List<String> paths = new ArrayList<>();
        for (RecordComponent component : one.getClass().getRecordComponents()) {
            paths.addAll(same(path + "." + component.getName(), value(component, one), value(component, other)));
        }
        return paths;
    }

    private static Object value(RecordComponent component, Object of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    /** Pixels have no equality, but settings have their digest. */
    private void assertExpected(GenerationRequest request) {
        for (RecordComponent component : GenerationRequest.class.getRecordComponents()) {
            if (component.getType() != Optional.class || !component.getName().equals("start")) {
                assertThat(value(component, request)).as(component.getName()).isEqualTo(value(component, expected));
            }
        }
        assertThat(request.start()).isPresent();
        assertThat(request.start().get().reference(1)).isEqualTo(expected.start().orElseThrow().reference(1));
    }

    @Test
    void library_everyField_isTheRequest() throws IOException {
        RequestPatch patch = RequestPatch.of(PROMPT)
                .withModel("m")
                .withSettings(new SettingsPatch(Optional.of("fog"), Optional.of(64), Optional.of(72), Optional.of(7),
                        Optional.of(3.5),
                        new SchedulerPatch(Optional.of("dpmpp-2m"), Optional.of("karras"), Optional.empty()),
                        new RenderingPatch(Optional.of("fast"), Optional.of("torch-cuda"), Optional.of("blur"))))
                .withSeeds(new Seeds(Optional.of(41L), Optional.empty(), Optional.of(3)))
                .withMemory(
                        new MemoryPatch(Optional.of(MemoryUse.REMEMBER_ONLY), Optional.of("off"), Optional.of(0.005)))
                .withConditioning(new ConditioningPatch(Optional.of(0.3), Optional.of(2),
                        Optional.of(PromptSyntax.WEIGHTED), Optional.of(LongPrompts.CHUNKED), Optional.of(9L),
                        Optional.of(0.4), Optional.of(0.25)))
                .withStart(InitImageFiles.of(Files.readAllBytes(picture), Optional.of(Files.readAllBytes(mask)),
                        Optional.of(0.6)));

        assertExpected(resolved(patch));
    }

    @Test
    void http_everyField_isTheRequest() throws IOException {
        assertExpected(resolved(Json.STRICT.readValue(json(), RequestPatch.class)));
    }

    @Test
    void http_olderSpelling_isTheRequest() throws IOException {
        String older = json().replace("scheduleType", "sigmas");

        assertExpected(resolved(Json.STRICT.readValue(older, RequestPatch.class)));
    }

    @Test
    void command_everyField_isTheRequest() {
        assertExpected(resolved(commanded(flags())));
    }

    @Test
    void command_throughAService_isTheRequest() throws IOException {
        assertExpected(resolved(sent(flags())));
    }

    /** What each way says about one thing that excludes another of the above. */
    @Test
    void variation_eachWay_isTheSame() throws IOException {
        String[] said = {"generate", "x", "--variation", "--data", folder.resolve("data").toString()};
        for (RequestPatch patch : List.of(commanded(said), sent(said),
                Json.STRICT.readValue("{\"prompt\": \"x\", \"variation\": true}", RequestPatch.class))) {
            assertThat(resolved(patch).seed()).isEqualTo(new SeedIntent.Variation());
        }
    }

    @ParameterizedTest
    @EnumSource(Reuse.class)
    void reuse_eachWay_isTheSame(Reuse reuse) throws IOException {
        String[] said = {"generate", "x", "--reuse", reuse.shortName(), "--data", folder.resolve("data").toString()};
        String json = "{\"prompt\": \"x\", \"reuse\": \"%s\"}".formatted(reuse.shortName());
        for (RequestPatch patch : List.of(commanded(said), sent(said),
                Json.STRICT.readValue(json, RequestPatch.class))) {
            assertThat(resolved(patch).memory()).isEqualTo(MemoryIntent.of(reuse, ErrorBudget.USUAL));
        }
    }

    /** To SDXL, nothing and the empty text are two things. */
    @Test
    void negativePrompt_absentAndEmpty_areToldApartEachWay() throws IOException {
        String data = folder.resolve("data").toString();
        String[] absent = {"generate", "x", "--data", data};
        String[] empty = {"generate", "x", "--negative", "", "--data", data};

        for (Function<String[], RequestPatch> way : List.<Function<String[], RequestPatch>>of(this::commanded,
                this::sentUnchecked)) {
            assertThat(resolved(way.apply(absent)).settings().negativePrompt()).isEmpty();
            assertThat(resolved(way.apply(empty)).settings().negativePrompt()).contains("");
        }
        assertThat(resolved(Json.STRICT.readValue("{\"prompt\": \"x\"}", RequestPatch.class)).settings()
                .negativePrompt()).isEmpty();
        assertThat(resolved(Json.STRICT.readValue("{\"prompt\": \"x\", \"negativePrompt\": \"\"}", RequestPatch.class))
                .settings()
                .negativePrompt()).contains("");
    }

    /** The request a command makes for a memory in its own process. */
    private RequestPatch commanded(String... arguments) {
        Recorder recorder = new Recorder(folder.resolve("data"));
        run(options -> recorder, arguments);
        return recorder.asked.orElseThrow();
    }

    private RequestPatch sentUnchecked(String... arguments) {
        try {
            return sent(arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request a command sends to the service that holds its data folder. */
    private RequestPatch sent(String... arguments) throws IOException {
        ConcurrentLinkedQueue<byte[]> bodies = new ConcurrentLinkedQueue<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/answers", exchange -> {
            bodies.add(exchange.getRequestBody().readAllBytes());
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("event: answer\ndata: {\"answers\": []}\n\n".getBytes(StandardCharsets.UTF_8));
            }
        });
        server.start();
        try (OwnedFolder owned = new DataFolder(folder.resolve("data")).acquire(Duration.ZERO)) {
            owned.publishService(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "secret");
            run(MemoryAccesses::open, arguments);
        } finally {
            server.stop(0);
        }
        assertThat(bodies).hasSize(1);
        return Json.STRICT.readValue(bodies.remove(), RequestPatch.class);
    }

    private void run(Function<MemoryOptions, MemoryAccess> opener, String... arguments) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        CommandContext context = new CommandContext(new Terminal(nowhere, nowhere, false, false, Map.of()), opener,
                ModelTools::open, () -> new ModelLibrary(folder, Map.of(), folder));

        int code = CommandLineProgram.run(context, arguments);

        assertThat(code).as(() -> String.join(" ", Arrays.asList(arguments))).isZero();
    }

    /** Keeps what it is asked. */
    private static final class Recorder implements MemoryAccess {
        private final Path dataFolder;
        private Optional<RequestPatch> asked = Optional.empty();

        Recorder(Path dataFolder) {
            this.dataFolder = dataFolder;
        }

        @Override
        public Answers answer(RequestPatch request, Consumer<RequestEvent> listener) {
            asked = Optional.of(request);
            return new Answers(List.of());
        }

        @Override
        public SearchResults search(SearchRequest request) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Suggestions suggest(String typed, int k) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Optional<RememberedImage> show(String id) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public boolean delete(String id) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public boolean judge(String id, String prompt, boolean good) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public ForgottenExtent forget(ForgetTarget what, boolean dryRun) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Report report(OptionalDouble price) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Optional<ImageHistory> why(String id) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Stats stats() {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public long reindex() {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Checked check(boolean setAside, LongConsumer progress) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public GenerationList images(Optional<String> before, int limit) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public Optional<byte[]> image(String id) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public PromptList prompts(Optional<String> after, int limit) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public void rememberPrompts(List<String> prompts) {
            throw new AssertionError("only asked to answer");
        }

        @Override
        public List<ImageImport.Imported> takeIn(List<ImageImport> images) {
            throw new AssertionError("not asked for");
        }

        @Override
        public void cancel() {
            // nothing runs
        }

        @Override
        public Path dataFolder() {
            return dataFolder;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
