package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.catalogue.CallerHistory;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.gate.Explanation;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.gate.ImageSight;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generator.GeneratorDescription;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.request.SeedIntent;
import io.dreamcacher.reuse.ErrorBudget;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/** The reading half of the memory: which remembered images answer a request. */
final class MemoryLookup {
    /** Candidates beyond the images asked for; the gate turns down most neighbours of a crowded prompt. */
    private static final int SPARE_CANDIDATES = 16;

    private static final String READ_SPECIALLY = "Prompts with weights, or read beyond the model's window, mean more than "
            + "the search model sees, so only an exact repeat is answered from memory.";

    private static final String NOT_INTACT = "The remembered picture of this request is missing in the store, or is not the "
            + "one that was remembered, so it is made again.";

    private static final String ONLY_EXACT = "Only pictures of this very request may answer, and there are not so many.";

    private static final String SEEN_ENOUGH = "Many have been shown what is remembered of this, so another picture is made.";

    private static final String JUDGED_RIGHT = "Somebody judged this picture to be right for this prompt.";

    private static final String NO_SUCH_SEED = "No remembered picture has this request and this seed.";

    private final Catalogue catalogue;
    private final IndexProjector index;
    private final StoredImages stored;
    private final UseLog uses;
    private final Function<GeneratorDescription, Gate> gates;
    private final InstantSource clock;
    private final ImageChoice choice;
    private final AcceptedPairs accepted = new AcceptedPairs();
    private final BudgetControl control;

    MemoryLookup(MemoryParts parts, IndexProjector index, UseLog uses, StoredImages stored, ImageChoice choice) {
        this.choice = choice;
        this.control = new BudgetControl(parts.catalogue());
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
     * @param exact how many images of this very request there are that might be among them
     * @param missReason why there are not more
     * @param nearest the image of another prompt that answered, or that was turned down first; empty where nobody looked
     * @param start a remembered image that a missing one may be begun from
     */
    record Hits(List<ImageAnswer> images, int exact, String missReason, Optional<ReuseChecks.Nearest> nearest,
            Optional<RefinementStart> start) {
        private static Hits none(String reason) {
            return new Hits(List.of(), 0, reason, Optional.empty(), Optional.empty());
        }

        Missed missed() {
            return new Missed(missReason, start);
        }
    }

    /**
     * Why an image must be made.
     *
     * @param reason for a person
     * @param start a remembered image that it may be begun from
     */
    record Missed(String reason, Optional<RefinementStart> start) {
        static Missed because(String reason) {
            return new Missed(reason, Optional.empty());
        }
    }

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
        return near(asked, excluded, 1, true);
    }

    /** An image answered a caller. */
    void shown(ResolvedRequest asked, ImageAnswer answer) {
        answer.id().ifPresent(id -> choice.shown(asked.access.caller(), id));
    }

    /** Something was found out about an answer to a request like this. */
    void checked(ResolvedRequest asked) {
        control.checked(asked.access);
    }

    /** Why an image of one prompt answers another, by the gate that decides about it. */
    Optional<Explanation> explained(GeneratorDescription generator, String prompt, String stored, double similarity,
            ErrorBudget budget) {
        return gates.apply(generator).ask(prompt, budget).explained(stored, similarity);
    }

    /** Something was forgotten: nothing in memory tells of it. */
    void forget() {
        accepted.clear();
        control.forget();
    }

    /** Somebody judged an answer to a request that this caller might make: what was accepted before is judged again. */
    void judged(Access access) {
        accepted.clear();
        control.judged(access);
    }

    /**
     * Images for a request without a fixed seed.
     *
     * @param checked whether the answer will be checked, so that it must not be one that was accepted before
     */
    Hits hits(ResolvedRequest asked, boolean checked) {
        return switch (asked.request.seed()) {
            case SeedIntent.Any any -> any(asked, checked);
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

    private Hits any(ResolvedRequest asked, boolean checked) {
        CallerHistory.Opinions said = catalogue.opinions(asked.access, PromptKey.of(asked.request.prompt()));
        List<Generation> same = sameRequest(asked);
        List<Generation> welcome = same.stream().filter(one -> !said.rejected().contains(one.id())).toList();
        Map<GenerationId, Generation> held = held(welcome, asked.request.count());
        List<ImageAnswer> images = new ArrayList<>();
        chosen(asked, held.keySet()).forEach(id -> images.add(exact(asked, Objects.requireNonNull(held.get(id)))));
        boolean full = images.size() == asked.request.count();
        Hits found = full
                ? new Hits(images, held.size(), "", Optional.empty(), Optional.empty())
                : filled(asked, excluding(same, said.rejected()), images, held.size(), said, checked);
        String reason = held.isEmpty() && !welcome.isEmpty()
                ? NOT_INTACT
                : images.size() < Math.min(held.size(), asked.request.count()) ? SEEN_ENOUGH : found.missReason();
        return new Hits(found.images(), found.exact(), reason, found.nearest(), found.start());
    }

    /** Those whose file is whole; of very many some. */
    private Map<GenerationId, Generation> held(List<Generation> welcome, int count) {
        int most = Math.max(count, ImageChoice.ENOUGH);
        Map<GenerationId, Generation> held = new LinkedHashMap<>();
        choice.some(welcome, most)
                .filter(stored::intact)
                .limit(most)
                .forEach(generation -> held.put(generation.id(), generation));
        return held;
    }

    /** As many as asked for of equally good ones; how they look matters only where there is more than one. */
    private List<GenerationId> chosen(ResolvedRequest asked, Collection<GenerationId> ids) {
        Map<GenerationId, Embedding> looks = asked.request.count() > 1 && ids.size() > 1 ? looks(asked) : Map.of();
        List<ImageChoice.Option> options = ids.stream()
                .map(id -> new ImageChoice.Option(id, Optional.ofNullable(looks.get(id))))
                .toList();
        return ImageChoice.different(choice.order(asked.access.caller(), options), asked.request.count())
                .stream()
                .map(ImageChoice.Option::id)
                .toList();
    }

    /** How the images of this very request look, as far as the index knows. */
    private Map<GenerationId, Embedding> looks(ResolvedRequest asked) {
        Map<GenerationId, Embedding> looks = new HashMap<>();
        neighbours(asked, Set.of(), ImageChoice.ENOUGH + SPARE_CANDIDATES).forEach(
                neighbour -> neighbour.found().image().ifPresent(image -> looks.put(neighbour.id(), image)));
        return looks;
    }

    private Hits unseen(ResolvedRequest asked) {
        uses.tryFlush();
        // in this order: what is counted in between is then in both
        Set<GenerationId> excluded = new HashSet<>(uses.pendingFor(asked.access.caller()));
        excluded.addAll(catalogue.seen(asked.access));
        excluded.addAll(rejected(asked));
        return near(asked, excluding(sameRequest(asked), excluded), asked.request.count(), false);
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

    /** Fills up with what was accepted before, then with neighbours. */
    private Hits filled(ResolvedRequest asked, Set<GenerationId> excluded, List<ImageAnswer> exact, int held,
            CallerHistory.Opinions said, boolean checked) {
        List<ImageAnswer> images = new ArrayList<>(exact);
        if (allowsNear(asked) && !(checked && said.accepted().isEmpty())) {
            images.addAll(accepted(asked, excluded, said, asked.request.count() - images.size()));
        }
        Set<GenerationId> taken = new HashSet<>(excluded);
        images.forEach(image -> image.id().ifPresent(taken::add));
        Hits near = near(asked, taken, asked.request.count() - images.size(), false);
        images.addAll(near.images());
        return new Hits(images, held, near.missReason(), near.nearest(), near.start());
    }

    /** What people said is right for this prompt, and what the gate returned for it before: without index and gate. */
    private List<ImageAnswer> accepted(ResolvedRequest asked, Set<GenerationId> excluded, CallerHistory.Opinions said,
            int most) {
        Map<GenerationId, AcceptedPairs.Accepted> known = new LinkedHashMap<>();
        said.accepted()
                .forEach((id, similarity) -> known.put(id, new AcceptedPairs.Accepted(id,
                        new Outcome.Similar(similarity, similarity), JUDGED_RIGHT)));
        if (known.isEmpty()) {
            accepted.of(asked, gate(asked)).forEach(one -> known.put(one.id(), one));
        }
        known.keySet().removeAll(excluded);
        List<ImageAnswer> images = new ArrayList<>();
        for (GenerationId id : chosen(asked, known.keySet())) {
            if (images.size() < most) {
                Optional<Generation> generation = catalogue.byId(asked.access, id)
                        .filter(one -> one.recipe().identity().settingsKey().equals(asked.identity.settingsKey())
                                && stored.intact(one));
                AcceptedPairs.Accepted pair = Objects.requireNonNull(known.get(id));
                generation.ifPresent(one -> images.add(similar(asked, one, pair.outcome(), pair.reason(),
                        Optional.empty())));
            }
        }
        return images;
    }

    /**
     * Neighbours that pass the gate.
     *
     * @param however whether it does not matter how many have seen them
     */
    private Hits near(ResolvedRequest asked, Set<GenerationId> excluded, int most, boolean however) {
        String reason = "Nothing made with these settings is remembered yet.";
        if (most == 0 || index.isEmpty()) {
            return Hits.none(reason);
        }
        if (!allowsNear(asked)) {
            return Hits.none(asked.readSpecially() ? READ_SPECIALLY : ONLY_EXACT);
        }
        Gate gate = gate(asked);
        Map<ErrorBudget, Gate.Question> questions = new HashMap<>();
        List<Passed> passed = new ArrayList<>();
        Optional<ReuseChecks.Nearest> turnedDown = Optional.empty();
        Map<Generation, Gate.Decision.Refine> starts = new LinkedHashMap<>(); // nearest first, of equal ones too
        boolean nearest = true;
        for (SimilaritySearch.Neighbour neighbour : neighbours(asked, excluded, most + SPARE_CANDIDATES)) {
            if (isBeyond(passed, most, neighbour.similarity())) {
                break;
            }
            Generation generation = neighbour.found().generation();
            if (!stored.intact(generation)) {
                continue;
            }
            ErrorBudget budget = control.allowed(asked.access, asked.request.memory().budget(), neighbour.id(),
                    neighbour.similarity());
            Gate.Question question = questions.computeIfAbsent(budget,
                    allowed -> gate.ask(asked.request.prompt(), allowed));
            Gate.Decision decision = decide(question, asked, neighbour);
            switch (decision) {
                case Gate.Decision.Return(double similarity, double needed, String why) ->
                    passed.add(new Passed(neighbour, new AcceptedPairs.Accepted(generation.id(),
                            new Outcome.Similar(similarity, needed), why)));
                case Gate.Decision.Refine refine -> {
                    starts.put(generation, refine);
                    reason = nearest ? refine.reason() : reason;
                    turnedDown = turnedDown.or(() -> Optional.of(turnedDown(neighbour, question)));
                }
                case Gate.Decision.Miss miss -> {
                    reason = nearest ? miss.reason() : reason;
                    turnedDown = turnedDown.or(() -> Optional.of(turnedDown(neighbour, question)));
                }
            }
            nearest = false;
        }
        if (passed.isEmpty()) {
            return new Hits(List.of(), 0, reason, turnedDown, start(asked, starts));
        }
        List<Passed> taken = taken(asked, passed, most, however);
        if (asked.request.seed() instanceof SeedIntent.Any && asked.request.count() == 1) {
            accepted.put(asked, gate, passed.stream().map(Passed::pair).toList());
        }
        Optional<RefinementStart> start = taken.size() < most ? start(asked, starts) : Optional.empty();
        return new Hits(taken.stream()
                .map(one -> similar(asked, one.generation(), one.pair.outcome(), one.pair.reason(),
                        Optional.of(asked.vectors().prompt())))
                .toList(), 0, SEEN_ENOUGH, taken.stream().findFirst().map(Passed::nearest), start);
    }

    /** Of the images to begin from the one that shows most of what is asked. */
    private Optional<RefinementStart> start(ResolvedRequest asked, Map<Generation, Gate.Decision.Refine> starts) {
        return starts.entrySet()
                .stream()
                .sorted(Comparator.comparingDouble(start -> -start.getValue().image()))
                .flatMap(start -> RefinementStart.of(asked, start.getKey(), start.getValue(), stored).stream())
                .findFirst();
    }

    private static ReuseChecks.Nearest turnedDown(SimilaritySearch.Neighbour neighbour, Gate.Question question) {
        return new ReuseChecks.Nearest(neighbour.found(), neighbour.similarity(),
                question.contradicts(neighbour.found().generation().recipe().prompt()));
    }

    /** A neighbour the gate returned. */
    private record Passed(SimilaritySearch.Neighbour neighbour, AcceptedPairs.Accepted pair) {
        Generation generation() {
            return neighbour.found().generation();
        }

        ReuseChecks.Nearest nearest() {
            return new ReuseChecks.Nearest(neighbour.found(), neighbour.similarity(), false);
        }

        ImageChoice.Option option() {
            return new ImageChoice.Option(neighbour.id(), neighbour.found().image());
        }
    }

    /** Whether there are enough that are better than this one and all that come after it. */
    private boolean isBeyond(List<Passed> passed, int most, double similarity) {
        return passed.size() >= most && (!choice.varies()
                || similarity < passed.get(most - 1).neighbour.similarity() - choice.tieBand());
    }

    /** The best; of those that are as good as the last of them, any. */
    private List<Passed> taken(ResolvedRequest asked, List<Passed> passed, int most, boolean however) {
        if (however) {
            return passed.subList(0, Math.min(most, passed.size()));
        }
        double last = passed.get(Math.min(most, passed.size()) - 1).neighbour.similarity() + choice.tieBand();
        Map<GenerationId, Passed> byId = new LinkedHashMap<>();
        passed.forEach(one -> byId.put(one.neighbour.id(), one));
        List<ImageChoice.Option> ordered = new ArrayList<>();
        for (boolean better : new boolean[]{true, false}) {
            ordered.addAll(choice.order(asked.access.caller(),
                    passed.stream()
                            .filter(one -> one.neighbour.similarity() > last == better)
                            .map(Passed::option)
                            .toList()));
        }
        return ImageChoice.different(ordered, most)
                .stream()
                .map(option -> Objects.requireNonNull(byId.get(option.id())))
                .toList();
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
        Gate.Sight sight = new ImageSight(asked::encoded, neighbour.found().image());
        return question.decide(new Gate.Candidate(recipe.prompt(), cut, neighbour.similarity(),
                sight.image(asked.request.prompt()), sight));
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

    private ImageAnswer similar(ResolvedRequest asked, Generation generation, Outcome.Similar outcome, String why,
            Optional<Embedding> vector) {
        ImageAnswer answer = Remembered.answer(asked, generation, outcome, why);
        uses.add(new Statistics.Use(asked.access, clock.instant(), Statistics.Use.Kind.SIMILAR, generation.id(),
                asked.request.prompt(), vector, answer.time().saved()));
        return answer;
    }
}
