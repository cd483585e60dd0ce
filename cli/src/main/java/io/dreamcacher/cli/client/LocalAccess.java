package io.dreamcacher.cli.client;

import io.dreamcacher.access.Access;
import io.dreamcacher.embedded.DreamCacher;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.MemoryStats;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.memory.SearchQuery;
import io.dreamcacher.memory.SearchQuery.Target;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.request.GenerationSettings;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The memory in this process; it holds the data folder while the command runs. */
final class LocalAccess implements MemoryAccess {
    private final DreamCacher dreams;
    private final Path dataFolder;
    private final Cancellation cancellation = new Cancellation();

    LocalAccess(MemoryOptions options) {
        this.dreams = DreamCacher.open(options);
        this.dataFolder = options.dataFolder();
    }

    @Override
    public List<Drawn> generate(GenerateOrder order, StepListener listener) {
        return dreams.memory()
                .answer(Access.LOCAL, request(order), heardBy(listener), cancellation)
                .images()
                .stream()
                .map(this::drawn)
                .toList();
    }

    private GenerationRequest request(GenerateOrder order) {
        String model = order.model().orElseGet(dreams.memory()::defaultModel);
        return order.request(model, dreams.memory().model(model).defaults(), dataFolder);
    }

    private static AnswerListener heardBy(StepListener listener) {
        return new AnswerListener() {
            @Override
            public void queued(int position, Duration estimate) {
                listener.queued(position);
            }

            @Override
            public void step(int image, int step, int steps) {
                listener.step(image, step, steps);
            }
        };
    }

    private Drawn drawn(ImageAnswer answer) {
        Optional<Double> similarity = answer.outcome() instanceof Outcome.Similar similar
                ? Optional.of(similar.similarity())
                : Optional.empty();
        Drawn.PictureFile file = switch (answer.image()) {
            case ImageAnswer.Image.Remembered(GenerationId id) -> new Drawn.PictureFile.Stored(
                    PictureFiles.of(dataFolder, id.value()));
            case ImageAnswer.Image.Unstored(ImageFile unstored) -> new Drawn.PictureFile.Unstored(unstored.bytes());
        };
        return new Drawn(new AnswerView(answer.id().map(GenerationId::value), answer.outcome().name(), similarity,
                answer.sourceId().map(GenerationId::value), answer.recipe().seed(), answer.took().toMillis(),
                answer.saved().toMillis(), "", answer.reason(), answer.recipe().flagged(), answer.cutAt()), file);
    }

    @Override
    public List<FoundView> search(SearchOrder order) {
        return dreams.memory()
                .search(Access.LOCAL, new SearchQuery(target(order), order.model(), order.size(), order.k()))
                .stream()
                .map(found -> view(found.generation(), found.similarity()))
                .toList();
    }

    private static Target target(SearchOrder order) {
        Optional<BufferedImage> picture = order.image().map(ImageFileReader.DEFAULT::read);
        if (picture.isPresent()) {
            return order.text()
                    .<Target>map(text -> new Target.Both(text, picture.get()))
                    .orElseGet(() -> new Target.Image(picture.get()));
        }
        String text = order.text()
                .orElseThrow(
                        () -> DreamCacherException
                                .badRequest("Say what to search for: words, or a picture with --image FILE."));
        return order.byWords() ? new Target.Words(text) : new Target.Meaning(text);
    }

    private static FoundView view(Generation generation, double similarity) {
        GenerationSettings settings = generation.recipe().settings();
        return new FoundView(generation.id().value(), similarity, generation.recipe().prompt(), "",
                generation.recipe().seed(), settings.size().width(), settings.size().height(),
                generation.createdAt().toString());
    }

    @Override
    public List<SuggestionView> suggest(String typed, int k) {
        return dreams.memory()
                .suggest(Access.LOCAL, typed, k)
                .stream()
                .map(suggestion -> new SuggestionView(suggestion.text(), suggestion.uses(),
                        suggestion.image().map(id -> PictureFiles.of(dataFolder, id.value()).toString())))
                .toList();
    }

    @Override
    public Optional<GenerationView> show(String id) {
        return dreams.memory().generation(Access.LOCAL, new GenerationId(id)).map(generation -> {
            GenerationSettings settings = generation.recipe().settings();
            return new GenerationView(id, generation.recipe().prompt(), settings.negativePrompt().orElse(""),
                    generation.recipe().model(), settings.size().width(), settings.size().height(), settings.steps(),
                    settings.guidanceScale(), settings.scheduler(), settings.conditioning().text(),
                    generation.recipe().seed(),
                    generation.recipe().flagged(), generation.createdAt().toString(), generation.took().toMillis(),
                    generation.sizeBytes(), "");
        });
    }

    @Override
    public boolean delete(String id) {
        return dreams.memory().delete(Access.LOCAL, new GenerationId(id));
    }

    @Override
    public StatsView stats() {
        MemoryStats stats = dreams.memory().stats(Access.LOCAL);
        var totals = stats.totals();
        return new StatsView(totals.generations(), totals.prompts(), totals.imageBytes(), stats.answers(),
                totals.exact(), totals.similar(), totals.generated(), stats.memoryShare(), totals.saved().toMillis(),
                totals.generating().toMillis(), stats.indexed());
    }

    @Override
    public long reindex() {
        return dreams.memory().reindex(Access.LOCAL);
    }

    @Override
    public void rememberPrompts(List<String> prompts) {
        dreams.memory().rememberPrompts(Access.LOCAL, prompts);
    }

    @Override
    public void cancel() {
        cancellation.cancel();
    }

    @Override
    public Path dataFolder() {
        return dataFolder;
    }

    @Override
    public void close() {
        dreams.close();
    }
}
