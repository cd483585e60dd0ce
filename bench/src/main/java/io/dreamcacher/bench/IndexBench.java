package io.dreamcacher.bench;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.gate.Calibration;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.ImageEvidence;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.Provenance;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.image.ImageFormats;
import io.dreamcacher.image.Png;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexSource;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.lucene.LuceneIndex;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.memory.AnswerListener;
import io.dreamcacher.memory.Cancellation;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.memory.ImageParts;
import io.dreamcacher.memory.MemoryParts;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.reuse.Likelihood;
import io.dreamcacher.reuse.TextCalibration;
import io.dreamcacher.sqlite.SqliteCatalogue;
import io.dreamcacher.suggestion.Suggester;
import io.dreamcacher.testkit.FakeImageGenerator;
import io.dreamcacher.testkit.FakeImageGenerators;
import io.dreamcacher.testkit.Samples;
import io.dreamcacher.testkit.imagestore.ObjectImageStore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A memory of 100,000 generations and prompts, vectors of 128 dimensions, in SQLite and Lucene: how long EXACT and
 * SIMILAR answers, suggestions and opening the index take, and how many of the true ten nearest are found. Neither CLIP
 * nor images take part. Run from the repository's root; a folder filled before is used again:
 *
 * <pre>mvn -B -q -Pindex -pl bench -am process-classes -Dfolder=FOLDER -Dentries=100000</pre>
 */
final class IndexBench {
    private static final long SEED = 5;
    private static final int REPEATS = 2000;
    private static final int RECALL_QUERIES = 100;
    private static final int RECALL_AT = 10;
    private static final int SUGGESTIONS = 8;
    private static final int CANDIDATES = 17;
    private static final int PAGE = 1000;
    private static final double TO_IMAGE = 0.9;
    /** Likely enough from a cosine of the prompts of 0.8 on. */
    private static final Calibration.Fit FIT = new Calibration.Fit(
            new Likelihood(0, List.of(new TextCalibration.Term(ImageEvidence.PROMPTS, 0, 1, 1)),
                    List.of(new TextCalibration.Point(0, 0), new TextCalibration.Point(1, 1))),
            List.of(new Calibration.Threshold(0.01, 0.8)), 0.5, new Calibration.Typical(0, 1));

    private final WordVectors encoder = new WordVectors();
    private final FakeImageGenerator generator = new FakeImageGenerator("bench");
    private final GeneratorDescription model = generator.description();
    private final Gate gate = calibration().gate(encoder.description());
    private final SplittableRandom random = new SplittableRandom(SEED);
    private static final Set<Scope> SCOPES = Set.of(Scope.PUBLIC);

    private final Path catalogueFile;
    private final Path indexFolder;
    private final List<String> prompts;
    private final List<String> unknown;

    private IndexBench(Path folder, int entries) {
        catalogueFile = folder.resolve("catalogue.db");
        indexFolder = folder.resolve("index");
        List<String> all = new SyntheticPrompts(SEED).take(entries + REPEATS);
        prompts = all.subList(0, entries);
        unknown = all.subList(entries, all.size());
    }

    /**
     * Runs the benchmark.
     *
     * @param arguments the folder of the memory and the number of generations
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        System.out.println(Machine.description());
        IndexBench bench = new IndexBench(folder, Integer.parseInt(arguments[1]));
        bench.fill();
        bench.searchIndex();
        bench.askMemory();
    }

    private void fill() {
        boolean there = SqliteCatalogue.exists(catalogueFile);
        try (Catalogue catalogue = there
                ? SqliteCatalogue.open(catalogueFile)
                : SqliteCatalogue.create(catalogueFile,
                        new MemoryIdentity(ModelRef.of("bench"), encoder.description()))) {
            int rows = Math.toIntExact(catalogue.totals(Access.LOCAL).generations());
            once("catalogue filled", () -> add(catalogue, rows));
            once("index caught up with the catalogue", () -> index(catalogue));
        }
    }

    private void add(Catalogue catalogue, int from) {
        Samples samples = new Samples(SEED + from);
        for (String prompt : prompts.subList(Math.min(from, prompts.size()), prompts.size())) {
            RequestIdentity identity = RequestIdentity.of(model.fingerprint(),
                    generator.canonical(prompt, model.defaults()));
            Recipe recipe = new Recipe(identity, new Recipe.Words(prompt, false), model.model(), model.defaults(),
                    OptionalLong.of(random.nextLong(1L << 32)), false);
            Embedding vector = encoder.encode(prompt).prompt();
            catalogue.add(Access.LOCAL, asStored(new Generation(samples.id(), Scope.PUBLIC, recipe, Instant.now(),
                    Duration.ofSeconds(1), new ImageDigest(MediaType.PNG, 1, Optional.empty()))),
                    new GenerationVectors(vector,
                            Optional.of(new GenerationVectors.Joint(vector, samples.near(vector, TO_IMAGE)))));
        }
    }

    private void index(Catalogue catalogue) {
        try (IndexWriter index = LuceneIndex.open(indexFolder)) {
            List<Change> page = catalogue.changesAfter(index.committed().change(), PAGE);
            while (!page.isEmpty()) {
                index.apply(page);
                page = catalogue.changesAfter(page.getLast().number(), PAGE);
            }
        }
    }

    private void searchIndex() {
        IndexFilter scope = IndexFilter.readableBy(Access.LOCAL);
        IndexFilter settings = scope.withSettingsKey(
                RequestIdentity.of(model.fingerprint(), generator.canonical("", model.defaults())).settingsKey());
        long start = System.nanoTime();
        try (IndexWriter writer = LuceneIndex.open(indexFolder)) {
            SimilaritySearch index = writer.search();
            System.out.printf("%-44s %,.0f ms, %,d generations%n", "index opened", milliseconds(start), writer.size());
            once("first search",
                    () -> index.nearest(SimilaritySearch.Space.PROMPT, vector(unknown.getFirst()), scope, 1));
            repeated("nearest " + CANDIDATES + ", scope and settings",
                    i -> index.nearest(SimilaritySearch.Space.PROMPT, vector(unknown.get(i)), settings, CANDIDATES));
            repeated("nearest " + CANDIDATES + ", all turned down by the gate",
                    i -> look(index, settings, unknown.get(i)));
            suggestions(index);
            recall(index, scope);
        }
    }

    /** Everything a miss asks of index and gate. */
    private void look(SimilaritySearch index, IndexFilter filter, String prompt) {
        EncodedPrompt encoded = encoder.encode(prompt);
        for (SimilaritySearch.Neighbour neighbour : index.nearest(SimilaritySearch.Space.PROMPT, encoded.prompt(),
                filter, CANDIDATES)) {
            double image = encoded.prompt().similarity(neighbour.found().image().orElseThrow());
            var unused = gate.decide(prompt,
                    new Gate.Candidate(neighbour.found().generation().recipe().prompt(), false, neighbour.similarity(),
                            OptionalDouble.of(image)));
        }
    }

    private void suggestions(SimilaritySearch index) {
        Suggester suggester = new Suggester(index, encoder);
        repeated("suggestions, a beginning", i -> suggester.suggest(beginning(i), SCOPES, SUGGESTIONS));
        repeated("suggestions, two words in any order", i -> suggester.suggest(twoWords(i), SCOPES,
                SUGGESTIONS));
        repeated("suggestions, by meaning too", i -> suggester.suggest(unknown.get(i), SCOPES, SUGGESTIONS));
    }

    private String beginning(int i) {
        String prompt = stored(i);
        return prompt.substring(0, 1 + i % prompt.length());
    }

    private String twoWords(int i) {
        String[] words = stored(i).split(" ", -1);
        return words[words.length - 1] + " " + words[1];
    }

    /** A remembered prompt; others for other numbers. */
    private String stored(int i) {
        return prompts.get((int) (i * 7919L % prompts.size()));
    }

    private void recall(SimilaritySearch index, IndexFilter filter) {
        List<Embedding> all = prompts.stream().map(this::vector).toList();
        int found = 0;
        for (int i = 0; i < RECALL_QUERIES; i++) {
            Embedding query = vector(unknown.get(i));
            double[] similarities = all.stream().mapToDouble(query::similarity).sorted().toArray();
            double tenth = similarities[similarities.length - RECALL_AT] - 1e-6;
            found += (int) index.nearest(SimilaritySearch.Space.PROMPT, query, filter, RECALL_AT)
                    .stream()
                    .filter(neighbour -> neighbour.similarity() >= tenth)
                    .count();
        }
        System.out.printf("%-44s %.4f%n", "recall at 10 against brute force",
                found / (double) (RECALL_AT * RECALL_QUERIES));
    }

    private IndexSource theIndex() {
        return new IndexSource() {
            @Override
            public IndexWriter open() {
                return LuceneIndex.open(indexFolder);
            }

            @Override
            public IndexWriter fresh() {
                throw new IllegalStateException("the index must be whole; begin with an empty folder");
            }

            @Override
            public void sweep() {
                // There is one only.
            }
        };
    }

    private void askMemory() {
        try (DreamMemory memory = new DreamMemory(
                new MemoryParts(new ImageParts(images(), Map.of(), new ImageFormats()),
                        SqliteCatalogue.open(catalogueFile), theIndex(),
                        new MemoryParts.Engine(encoder, new FakeImageGenerators(generator), any -> gate),
                        Leases.inMemory(InstantSource.system()),
                        InstantSource.system(), new SplittableRandom()),
                1)) {
            repeated("EXACT", i -> expect(Outcome.Exact.class, answer(memory, stored(i))));
            List<String> rephrased = rephrased(memory);
            System.out.printf("%-44s %d%n", "prompts with a word left out, answered SIMILAR", rephrased.size());
            AtomicInteger missed = new AtomicInteger();
            repeated("SIMILAR", i -> {
                Outcome outcome = answer(memory, rephrased.get(i % rephrased.size()));
                missed.addAndGet(outcome instanceof Outcome.Generated ? 1 : 0);
            });
            System.out.printf("%-44s %d%n", "of them not found when asked again", missed.get());
        }
    }

    /** The image of every row: an answer whose image is not there is none. */
    private ObjectImageStore images() {
        ObjectImageStore images = new ObjectImageStore();
        try (Catalogue catalogue = SqliteCatalogue.open(catalogueFile)) {
            List<Generation> page = catalogue.page("", PAGE);
            while (!page.isEmpty()) {
                page.forEach(generation -> {
                    ImageKey key = new ImageKey(generation.scope(), generation.id());
                    images.put(key, png(generation), Duration.ofMinutes(1));
                    images.commit(key);
                });
                page = catalogue.page(page.getLast().id().value(), PAGE);
            }
        }
        return images;
    }

    private static ImageFile png(Generation generation) {
        byte[] png = Png.encode(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB));
        return new ImageFormats().withProvenance(new ImageFile(png, MediaType.PNG), Provenance.of(generation));
    }

    private static Generation asStored(Generation generation) {
        return Provenance.of(generation).toGeneration(generation.id(), generation.scope(), png(generation).digest());
    }

    /** Remembered prompts without their last word, as far as the gate takes them for the same. */
    private List<String> rephrased(DreamMemory memory) {
        return prompts.stream()
                .filter(prompt -> prompt.split(" ", -1).length > 6)
                .limit(REPEATS)
                .map(prompt -> prompt.substring(0, prompt.lastIndexOf(' ')))
                .filter(prompt -> answer(memory, prompt) instanceof Outcome.Similar)
                .toList();
    }

    private Outcome answer(DreamMemory memory, String prompt) {
        return memory.answer(Access.LOCAL, GenerationRequest.of(prompt, model.name(), model.defaults()),
                AnswerListener.NONE, new Cancellation()).images().getFirst().outcome();
    }

    private static void expect(Class<? extends Outcome> kind, Outcome outcome) {
        if (!kind.isInstance(outcome)) {
            throw new IllegalStateException("the answer must be %s, found %s".formatted(kind.getSimpleName(), outcome));
        }
    }

    private Embedding vector(String prompt) {
        return encoder.encode(prompt).prompt();
    }

    private static void once(String what, Runnable action) {
        long start = System.nanoTime();
        action.run();
        System.out.printf("%-44s %,.0f ms%n", what, milliseconds(start));
    }

    /** The second of two rounds is printed. */
    private static void repeated(String what, IntConsumer action) {
        var unused = Timing.of(REPEATS, action);
        Timing.of(REPEATS, action).print(what);
    }

    private static double milliseconds(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private Calibration calibration() {
        Calibration.Rates none = new Calibration.Rates(0, 0, 0, 0);
        return new Calibration("bench",
                new Calibration.Encoder("word-vectors", encoder.description().fingerprint(),
                        encoder.description().pooling()),
                FIT, Calibration.Domain.ANY, List.of(),
                new Calibration.Measured(LocalDate.EPOCH, "none", 0.01, none, none));
    }
}
