package io.dreamcacher.memory;

import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.folder.StorePhases;
import io.dreamcacher.gate.Candidate;
import io.dreamcacher.gate.Decision;
import io.dreamcacher.request.Caller;
import io.dreamcacher.request.GenerationRequest;
import io.dreamcacher.testkit.FakeImageGenerator;
import io.dreamcacher.testkit.FakeImageGenerators;
import io.dreamcacher.testkit.FakeSearchEncoder;
import io.dreamcacher.testkit.catalogue.FakeCatalogue;
import io.dreamcacher.testkit.imagestore.InMemoryImageStore;
import io.dreamcacher.testkit.index.BruteForceIndex;
import java.time.Instant;
import java.util.Random;

/** A memory of fakes, with hands on each of them. */
final class MemoryFixture implements AutoCloseable {
    static final String MODEL = "fake";
    static final Caller CALLER = new Caller("tester");

    final FakeImageGenerator generator = new FakeImageGenerator(MODEL);
    final FakeSearchEncoder encoder = new FakeSearchEncoder();
    final FakeCatalogue catalogue;
    final InMemoryImageStore images = new InMemoryImageStore();
    final BruteForceIndex index = new BruteForceIndex();
    final DreamMemory memory;

    MemoryFixture() {
        this(8);
    }

    MemoryFixture(int waiting) {
        catalogue = new FakeCatalogue(new MemoryIdentity("fake", encoder.description()));
        memory = new DreamMemory(new MemoryParts(images, catalogue, () -> index, encoder,
                new FakeImageGenerators(generator), model -> MemoryFixture::nearEnough,
                () -> Instant.parse("2026-11-24T12:00:00.123456Z"), new Random(42),
                StorePhases.UNWATCHED), waiting);
    }

    /** Returns what shares most words; the real gate has tests of its own. */
    private static Decision nearEnough(String prompt, Candidate candidate) {
        if (candidate.cut() || candidate.promptSimilarity() < 0.8 || candidate.imageSimilarity().orElse(0) < 0.7) {
            return new Decision.Miss(candidate.promptSimilarity(), 0.8, "Not near enough.");
        }
        return new Decision.Return(candidate.promptSimilarity(), 0.8, "Near enough.");
    }

    static GenerationRequest request(String prompt) {
        return GenerationRequest.of(prompt, MODEL, FakeImageGenerator.DEFAULTS);
    }

    Answer ask(String prompt) {
        return ask(request(prompt));
    }

    Answer ask(GenerationRequest request) {
        return memory.answer(request, CALLER, AnswerListener.NONE, new Cancellation());
    }

    ImageAnswer askOne(GenerationRequest request) {
        return ask(request).images().getFirst();
    }

    @Override
    public void close() {
        memory.close();
    }
}
