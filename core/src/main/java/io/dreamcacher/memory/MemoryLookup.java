package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.request.SeedIntent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The reading half of the memory: which remembered images answer a request. */
final class MemoryLookup {
    /** Candidates beyond the images asked for; the gate turns down most neighbours of a crowded prompt. */
    private static final int SPARE_CANDIDATES = 16;

    private static final String READ_SPECIALLY = "Prompts with weights, or read beyond the model's window, mean more than "
            + "the search model sees, so only an exact repeat is answered from memory.";

    private static final String NOT_INTACT = "The remembered picture of this request is missing in the store, or is not the "
            + "one that was remembered, so it is made again.";

    private static final String ONLY_EXACT = "Only pictures of this very request may answer, and there are not so many.";

    private static final String NO_SUCH_SEED = "No remembered picture has this request and this seed.";

    private final Catalogue catalogue;
    private final IndexProjector index;
    private final StoredImages stored;
    private final UseLog uses;
    private final Function<GeneratorDescription, Gate> gates;
    private final InstantSource clock;

    MemoryLookup(MemoryParts parts, IndexProjector index, UseLog uses, StoredImages stored) {
        this.catalogue = parts.catalogue();
        this.index = index;
        this.stored = stored;
        this.uses = uses;
        this.gates = parts.engine().gates();
        this.clock = parts.clock();
    }

    /**
     * What the memory has for a request without a fixed seed.
     *
     * @param images at most as many as asked for
     * @param exact how many of them are of this very request
     * @param missReason why there are not more
     */
    record Hits(List<ImageAnswer> images, int exact, String missReason) {}

    /**
     * What a request without a fixed seed may follow of what others have in flight.
     *
     * @param ended how many generations have ended, before the memory is asked for this request
     */
    Optional<NearInFlight> inFlight(ResolvedRequest asked, long ended) {
        return asked.request.seed() instanceof SeedIntent.Any && allowsNear(asked) && !asked.canonical.cut()
                ? Optional.of(new NearInFlight(asked, gate(asked), ended))
                : Optional.empty();
    }

    private static boolean allowsNear(ResolvedRequest asked) {
        return asked.request.memory().allowsNear() && !asked.readSpecially();
    }

    private Gate gate(ResolvedRequest asked) {
        return gates.apply(asked.generator.description());
    }

    /** One more image that is near, when something was remembered since the first look. */
    Hits again(ResolvedRequest asked, Set<GenerationId> given) {
        Set<GenerationId> excluded = excluding(sameRequest(asked), rejected(asked));
        excluded.addAll(given);
        return near(asked, excluded, 1);
    }

    /** Images for a request without a fixed seed. */
    Hits hits(ResolvedRequest asked) {
        return switch (asked.request.seed()) {
            case SeedIntent.Any any -> any(asked);
            case SeedIntent.Variation variation -> unseen(asked);
            case SeedIntent.Fixed fixed -> throw new IllegalArgumentException("a fixed seed is looked up by itself");
        };
    }

    /** What the memory has of one seed of a request. */
    sealed interface OfSeed {
        /**
         * It is remembered.
         *
         * @param image the answer
         */
        record Hit(ImageAnswer image) implements OfSeed {}

        /**
         * It is to be made.
         *
         * @param reason why, for a person
         */
        record Miss(String reason) implements OfSeed {}
    }

    /** The oldest intact image of this very request and seed. */
    OfSeed ofSeed(ResolvedRequest asked, long seed) {
        List<Generation> same = sameRequest(asked).stream()
                .filter(generation -> generation.recipe().seed().equals(OptionalLong.of(seed)))
                .toList();
        return same.stream()
                .filter(stored::intact)
                .findFirst()
                .<OfSeed>map(generation -> new OfSeed.Hit(exact(asked, generation)))
                .orElseGet(() -> new OfSeed.Miss(same.isEmpty() ? NO_SUCH_SEED : NOT_INTACT));
    }

    /** The image of this very request at a position, oldest first, whatever its seed. */
    Optional<ImageAnswer> atPosition(ResolvedRequest asked, int position) {
        Set<GenerationId> rejected = rejected(asked);
        return sameRequest(asked).stream()
                .filter(generation -> !rejected.contains(generation.id()) && stored.intact(generation))
                .skip(position)
                .findFirst()
                .map(generation -> exact(asked, generation));
    }

    private Hits any(ResolvedRequest asked) {
        Set<GenerationId> rejected = rejected(asked);
        List<Generation> same = sameRequest(asked);
        List<Generation> welcome = same.stream().filter(generation -> !rejected.contains(generation.id())).toList();
        List<ImageAnswer> images = new ArrayList<>();
        welcome.stream()
                .filter(stored::intact)
                .limit(asked.request.count())
                .forEach(generation -> images.add(exact(asked, generation)));
        boolean lost = images.isEmpty() && !welcome.isEmpty();
        Hits found = filled(asked, excluding(same, rejected), images);
        return lost ? new Hits(found.images(), found.exact(), NOT_INTACT) : found;
    }

    private Hits unseen(ResolvedRequest asked) {
        uses.tryFlush();
        // in this order: what is counted in between is then in both
        Set<GenerationId> excluded = new HashSet<>(uses.pendingFor(asked.access.caller()));
        excluded.addAll(catalogue.seen(asked.access));
        excluded.addAll(rejected(asked));
        return filled(asked, excluding(sameRequest(asked), excluded), List.of());
    }

    private Set<GenerationId> rejected(ResolvedRequest asked) {
        return catalogue.rejected(asked.access, PromptKey.of(asked.request.prompt()));
    }

    private List<Generation> sameRequest(ResolvedRequest asked) {
        return catalogue.byKey(asked.access, asked.identity.key());
    }

    private static Set<GenerationId> excluding(List<Generation> same, Set<GenerationId> others) {
        Set<GenerationId> excluded = new HashSet<>(others);
        same.forEach(generation -> excluded.add(generation.id()));
        return excluded;
    }

    /** Fills up with neighbours. */
    private Hits filled(ResolvedRequest asked, Set<GenerationId> excluded, List<ImageAnswer> exact) {
        Hits near = near(asked, excluded, asked.request.count() - exact.size());
        return new Hits(Stream.concat(exact.stream(), near.images().stream()).toList(), exact.size(),
                near.missReason());
    }

    /** Neighbours that pass the gate. */
    private Hits near(ResolvedRequest asked, Set<GenerationId> excluded, int most) {
        String reason = "Nothing made with these settings is remembered yet.";
        if (most == 0 || index.isEmpty()) {
            return new Hits(List.of(), 0, reason);
        }
        if (!allowsNear(asked)) {
            return new Hits(List.of(), 0, asked.readSpecially() ? READ_SPECIALLY : ONLY_EXACT);
        }
        List<ImageAnswer> images = new ArrayList<>();
        Gate.Question question = gate(asked).ask(asked.request.prompt(), asked.request.memory().budget());
        boolean nearest = true;
        for (SimilaritySearch.Neighbour neighbour : neighbours(asked, excluded, most + SPARE_CANDIDATES)) {
            Generation generation = neighbour.found().generation();
            if (!stored.intact(generation)) {
                continue;
            }
            switch (decide(question, asked, neighbour)) {
                case Gate.Decision.Return(double similarity, double needed, String why) ->
                    images.add(similar(asked, generation, new Outcome.Similar(similarity, needed), why));
                case Gate.Decision.Miss miss -> reason = nearest ? miss.reason() : reason;
            }
            nearest = false;
            if (images.size() == most) {
                break;
            }
        }
        return new Hits(images, 0, reason);
    }

    private List<SimilaritySearch.Neighbour> neighbours(ResolvedRequest asked, Set<GenerationId> excluded, int most) {
        IndexFilter filter = IndexFilter.readableBy(asked.access)
                .withSettingsKey(asked.identity.settingsKey())
                .without(excluded);
        Embedding prompt = asked.vectors().prompt();
        return index.ask(search -> search.nearest(SimilaritySearch.Space.PROMPT, prompt, filter, most));
    }

    private static Gate.Decision decide(Gate.Question question, ResolvedRequest asked,
            SimilaritySearch.Neighbour neighbour) {
        Recipe recipe = neighbour.found().generation().recipe();
        boolean cut = asked.canonical.cut() || asked.vectors().cut() || recipe.words().cut();
        return question.decide(
                new Gate.Candidate(recipe.prompt(), cut, neighbour.similarity(), toImage(asked, neighbour.found())));
    }

    /** Cosine of the new prompt and the stored image. */
    private static OptionalDouble toImage(ResolvedRequest asked, IndexedGeneration found) {
        return asked.vectors()
                .text()
                .flatMap(text -> found.image().map(text::similarity))
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private ImageAnswer exact(ResolvedRequest asked, Generation generation) {
        ImageAnswer answer = Remembered.answer(asked, generation, new Outcome.Exact(),
                "The same prompt with the same settings was drawn before.");
        uses.add(new Statistics.Use(asked.access, clock.instant(), Statistics.Use.Kind.EXACT, generation.id(),
                asked.request.prompt(), Optional.empty(), answer.time().saved()));
        return answer;
    }

    /** Somebody else's equal request made the image while this one waited. */
    void shared(ResolvedRequest asked, ImageAnswer answer) {
        answer.id()
                .ifPresent(id -> uses.add(new Statistics.Use(asked.access, clock.instant(),
                        Statistics.Use.Kind.EXACT, id, asked.request.prompt(), Optional.empty(),
                        answer.time().saved())));
    }

    private ImageAnswer similar(ResolvedRequest asked, Generation generation, Outcome.Similar outcome, String why) {
        ImageAnswer answer = Remembered.answer(asked, generation, outcome, why);
        uses.add(new Statistics.Use(asked.access, clock.instant(), Statistics.Use.Kind.SIMILAR, generation.id(),
                asked.request.prompt(), Optional.of(asked.vectors().prompt()), answer.time().saved()));
        return answer;
    }
}
