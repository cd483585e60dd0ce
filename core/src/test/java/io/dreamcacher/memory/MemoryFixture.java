package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.Statistics.Check;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.imagestore.ImageKey;
import io.dreamcacher.lease.Leases;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.testkit.FakeImageGenerator;
import io.dreamcacher.testkit.FakeImageGenerators;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import io.dreamcacher.testkit.imagestore.ObjectImageStore;
import io.dreamcacher.testkit.index.InMemoryIndexSource;
import io.dreamcacher.testkit.media.FakeImageFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;

/** A memory of fakes, with hands on each of them. */
final class MemoryFixture implements AutoCloseable {
    static final String MODEL = "fake";
    static final Access TESTER = Access.in(Scope.PUBLIC, new Caller("tester"));

    /** Prompts that begin so contradict every other. */
    static final String UNLIKE = "unlike ";

    final FakeImageGenerator generator = new FakeImageGenerator(MODEL);
    final FakeSearchEncoder encoder = new FakeSearchEncoder();
    final FakeCatalogue catalogue;
    final ObjectImageStore images;
    final ObjectImageStore thumbnails = new ObjectImageStore();
    final InMemoryIndexSource index = new InMemoryIndexSource();
    /** What the gate says of a candidate. */
    volatile Function<Gate.Candidate, Gate.Decision> gate = MemoryFixture::nearEnough;
    private final Gate anyPrompt = (prompt, budget) -> new Gate.Question() {
        @Override
        public Gate.Decision decide(Gate.Candidate candidate) {
            return contradicts(candidate.prompt())
                    ? new Gate.Decision.Miss(candidate.promptSimilarity(), 2, "It is to be unlike that.")
                    : gate.apply(candidate);
        }

        @Override
        public boolean contradicts(String stored) {
            return prompt.startsWith(UNLIKE);
        }
    };
    DreamMemory memory;

    private final FakeImageGenerators generators;

    MemoryFixture() {
        this(8);
    }

    /** One that knows another generator besides. */
    MemoryFixture(ImageGenerator other) {
        catalogue = new FakeCatalogue(new MemoryIdentity(ModelRef.of("fake"), encoder.description()));
        images = new ObjectImageStore();
        generators = new FakeImageGenerators(generator, other);
        memory = memory(Leases.inMemory(MemoryFixture::now), 8, 42);
    }

    MemoryFixture(int waiting) {
        catalogue = new FakeCatalogue(new MemoryIdentity(ModelRef.of("fake"), encoder.description()));
        images = new ObjectImageStore();
        generators = new FakeImageGenerators(generator);
        memory = memory(Leases.inMemory(MemoryFixture::now), waiting, 42);
    }

    /** Another process that remembers in the same place as one, with an index and a generator of its own. */
    MemoryFixture(MemoryFixture other, Leases leases) {
        catalogue = other.catalogue;
        images = other.images;
        generators = new FakeImageGenerators(generator);
        memory = memory(leases, 8, 43);
    }

    /** The first of several processes. */
    MemoryFixture(Leases leases) {
        catalogue = new FakeCatalogue(new MemoryIdentity(ModelRef.of("fake"), encoder.description()));
        images = new ObjectImageStore();
        generators = new FakeImageGenerators(generator);
        memory = memory(leases, 8, 42);
    }

    /** The writing half of a memory of the same parts. */
    Creation creation() {
        MemoryParts parts = parts(Leases.inMemory(MemoryFixture::now), 45);
        return new Creation(parts, new IndexProjector(catalogue, index, MemoryFixture::now),
                new ImageMaker(parts.images().files(), MemoryFixture::now, new Random(46)));
    }

    /** What takes images in, into a catalogue that is mostly one around this one. */
    Importing importing(Catalogue around) {
        MemoryParts parts = parts(Leases.inMemory(MemoryFixture::now), 45).withCatalogue(around);
        return new Importing(parts, new IndexProjector(around, index, MemoryFixture::now));
    }

    /** A look at the same images. */
    StoredImages stored() {
        return new StoredImages(parts(Leases.inMemory(MemoryFixture::now), 45).images());
    }

    private DreamMemory memory(Leases leases, int waiting, long seed) {
        return new DreamMemory(parts(leases, seed), waiting);
    }

    private MemoryParts parts(Leases leases, long seed) {
        return new MemoryParts(new ImageParts(images, Map.of(256, thumbnails), new FakeImageFiles()), catalogue, index,
                new MemoryParts.Engine(encoder, generators,
                        model -> anyPrompt),
                leases, MemoryFixture::now, new Random(seed));
    }

    /** Another process that goes on with the same catalogue and images. */
    void restartMemory() {
        memory.close();
        memory = memory(Leases.inMemory(MemoryFixture::now), 8, 44);
    }

    /** The same with another policy. */
    void restartMemory(MemoryParts.Policy policy) {
        memory.close();
        memory = new DreamMemory(parts(Leases.inMemory(MemoryFixture::now), 44), policy);
    }

    /** Remembers an image once more, as if another generation had made the very same. */
    void rememberTwice(GenerationId id) {
        Generation generation = memory.generation(TESTER, id).orElseThrow();
        GenerationId copy = new GenerationId("c".repeat(20));
        ImageFile file = memory.image(TESTER, id).orElseThrow();
        GenerationVectors vectors = catalogue.changesAfter(0, 100)
                .stream()
                .map(change -> change instanceof Change.GenerationAdded added ? added.vectors() : null)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        images.put(key(copy), file, Duration.ofMinutes(1));
        images.commit(key(copy));
        catalogue.add(TESTER, new Generation(copy, generation.scope(), generation.recipe(), generation.createdAt(),
                generation.took(), generation.file()), vectors);
        memory.reindex(TESTER);
    }

    /** Waits until so many answers have been checked, and returns what was found out. */
    List<Check> awaitChecks(int count, Check.Kind... kinds) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            List<Check> checks = catalogue.checks(TESTER, 1_000)
                    .stream()
                    .filter(check -> List.of(kinds).contains(check.kind()))
                    .toList();
            if (checks.size() >= count) {
                return checks;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("waited 20 s in vain for %d checks".formatted(count));
    }

    private static Instant now() {
        return Instant.parse("2026-11-24T12:00:00.123456Z");
    }

    /** Returns what shares most words; the real gate has tests of its own. */
    static Gate.Decision nearEnough(Gate.Candidate candidate) {
        if (candidate.cut() || candidate.promptSimilarity() < 0.8 || candidate.imageSimilarity().orElse(0) < 0.7) {
            return new Gate.Decision.Miss(candidate.promptSimilarity(), 0.8, "Not near enough.");
        }
        return new Gate.Decision.Return(candidate.promptSimilarity(), 0.8, "Near enough.");
    }

    static GenerationRequest request(String prompt) {
        return GenerationRequest.of(prompt, MODEL, FakeImageGenerator.DEFAULTS);
    }

    Answer ask(String prompt) {
        return ask(request(prompt));
    }

    Answer ask(GenerationRequest request) {
        return memory.answer(TESTER, request, AnswerListener.NONE, new Cancellation());
    }

    ImageAnswer askOne(GenerationRequest request) {
        return ask(request).images().getFirst();
    }

    /** Where a remembered image is. */
    static ImageKey key(GenerationId id) {
        return new ImageKey(Scope.PUBLIC, id);
    }

    /** Writes behind the memory's back. */
    void overwrite(GenerationId id, byte[] bytes) {
        images.put(key(id), new ImageFile(bytes, MediaType.PNG), Duration.ofMinutes(1));
        images.commit(key(id));
    }

    @Override
    public void close() {
        memory.close();
    }
}
