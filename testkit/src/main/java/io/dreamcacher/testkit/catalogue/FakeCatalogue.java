package io.dreamcacher.testkit.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Right;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.ForgetTarget;
import io.dreamcacher.catalogue.GenerationCursor;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.catalogue.Statistics;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.media.ImageDigest;
import io.dreamcacher.model.ModelRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A catalogue in memory, for tests: durable as long as the object lives, {@link #close} changes nothing. It keeps the
 * whole history and scans for every lookup, so that it is plainly right. Thread-safe.
 */
public final class FakeCatalogue implements Catalogue {
    private static final Comparator<Generation> AGE = Comparator.comparing(Generation::createdAt)
            .thenComparing(Generation::id);

    private MemoryIdentity identity;
    private final TreeMap<GenerationId, Generation> generations = new TreeMap<>();
    private final Set<GenerationId> deletions = new TreeSet<>();
    private final Map<PromptName, RememberedPrompt> prompts = new LinkedHashMap<>();
    private final Map<GenerationId, Caller> makers = new HashMap<>();
    private final Set<Rejection> rejections = new HashSet<>();
    /** By what they are the last word on. */
    private final Map<Rejection, Statistics.Judgement> judgements = new LinkedHashMap<>();
    private long judgementNumber;
    private final Map<Caller, LinkedHashSet<GenerationId>> seen = new HashMap<>();
    private final Map<Scope, Statistics.Totals> counted = new HashMap<>();
    private final Map<Pair, Statistics.Answering> answers = new LinkedHashMap<>();
    private final List<Inspection> inspections = new ArrayList<>();
    private final Map<Scope, Statistics.CheckCost> inspecting = new HashMap<>();
    private final List<Change> history = new ArrayList<>();
    private final Map<PromptName, Long> lastCount = new HashMap<>();
    private long counts;
    private long changes;
    private String checkedTo = "";
    private final AtomicInteger lookUps = new AtomicInteger();

    private record Rejection(PromptName prompt, GenerationId id, Optional<Caller> by) {}

    private record Pair(PromptName prompt, GenerationId id) {}

    private record Inspection(Scope scope, Statistics.Check check) {}

    private record PromptName(Scope scope, PromptKey key) {}

    /** An empty catalogue. */
    public FakeCatalogue(MemoryIdentity identity) {
        this.identity = identity;
    }

    /** How often it was asked anything. */
    public AtomicInteger lookUps() {
        return lookUps;
    }

    @Override
    public synchronized MemoryIdentity identity() {
        return identity;
    }

    @Override
    public synchronized void callClip(ModelRef name) {
        identity = new MemoryIdentity(name, identity.encoder().withName(name.toString()));
    }

    @Override
    public synchronized void add(Access access, Generation generation, GenerationVectors added) {
        Catalogue.checkDimensions(identity, added);
        Catalogue.checkScope(access, generation.scope());
        GenerationId id = generation.id();
        if (generations.containsKey(id) || deletions.contains(id)) {
            throw new IllegalArgumentException("every generation must have a name of its own, but %s is taken"
                    .formatted(id));
        }
        put(access, generation, added, 1);
        count(generation.scope(),
                new Statistics.Totals(0, 0, 0, Statistics.Answered.made(generation), generation.took(), Duration.ZERO));
        see(access.caller(), id);
    }

    @Override
    public synchronized void takeIn(Access access, List<MadeElsewhere> images) {
        images.forEach(image -> {
            Catalogue.checkDimensions(identity, image.vectors());
            Catalogue.checkScope(access, image.generation().scope());
        });
        for (MadeElsewhere image : images) {
            GenerationId id = image.generation().id();
            if (!generations.containsKey(id) && !deletions.contains(id)) {
                put(access, image.generation(), image.vectors(), 0);
            }
        }
    }

    private void put(Access access, Generation generation, GenerationVectors added, long uses) {
        GenerationId id = generation.id();
        generations.put(id, generation);
        makers.put(id, access.caller());
        history.add(new Change.GenerationAdded(next(), generation, added));
        Scope scope = generation.scope();
        String text = generation.recipe().prompt();
        PromptKey key = PromptKey.of(text);
        Optional<RememberedPrompt> known = prompt(scope, key);
        put(new RememberedPrompt(scope, key, known.map(RememberedPrompt::text).orElse(text),
                known.map(RememberedPrompt::uses).orElse(0L) + uses,
                known.map(RememberedPrompt::vector).orElse(added.prompt()), Optional.of(id)));
    }

    @Override
    public synchronized Optional<Generation> byId(Access access, GenerationId id) {
        lookUps.incrementAndGet();
        return Optional.ofNullable(generations.get(id)).filter(generation -> access.reads(generation.scope()));
    }

    @Override
    public synchronized ForgetTarget.Extent extent(Access access, ForgetTarget what) {
        List<Generation> going = forgotten(access, what);
        List<GenerationId> ids = going.stream().map(Generation::id).toList();
        long lost = prompts.values()
                .stream()
                .filter(prompt -> forgets(access, what, prompt) || (prompt.image().filter(ids::contains).isPresent()
                        && in(prompt.scope(), prompt.key()).map(Generation::id).allMatch(ids::contains)))
                .count();
        return new ForgetTarget.Extent(going.size(),
                going.stream().mapToLong(generation -> generation.file().sizeBytes()).sum(), lost);
    }

    @Override
    public synchronized Forgotten forget(Access access, ForgetTarget what, int most) {
        Set<PromptName> before = Set.copyOf(prompts.keySet());
        List<Generation> going = forgotten(access, what).stream().limit(most).toList();
        for (Generation generation : going) {
            delete(access, generation.id());
            seen.values().forEach(names -> names.remove(generation.id()));
            rejections.removeIf(one -> one.id().equals(generation.id()));
            judgements.keySet().removeIf(one -> one.id().equals(generation.id()));
            inspections.removeIf(one -> one.check().image().equals(generation.id()));
        }
        if (going.isEmpty()) {
            prompts.values()
                    .stream()
                    .filter(prompt -> forgets(access, what, prompt))
                    .limit(most)
                    .toList()
                    .forEach(this::remove);
            rejections.removeIf(one -> forgets(access, what, one.prompt()));
            judgements.keySet().removeIf(one -> forgets(access, what, one.prompt()));
            answers.keySet().removeIf(one -> forgets(access, what, one.prompt()));
            inspections.removeIf(
                    one -> forgets(access, what, new PromptName(one.scope(), one.check().prompt())));
        }
        List<PromptName> gone = before.stream().filter(name -> !prompts.containsKey(name)).toList();
        rejections.removeIf(one -> gone.contains(one.prompt()));
        judgements.keySet().removeIf(one -> gone.contains(one.prompt()));
        answers.keySet().removeIf(one -> gone.contains(one.prompt()));
        inspections.removeIf(one -> gone.contains(new PromptName(one.scope(), one.check().prompt())));
        return new Forgotten(going, gone.stream().map(PromptName::key).toList());
    }

    private List<Generation> forgotten(Access access, ForgetTarget what) {
        boolean all = access.has(Right.ADMINISTER);
        return of(access, generation -> all || (generation.scope().equals(access.writeScope())
                && access.caller().equals(makers.get(generation.id())))).filter(generation -> switch (what) {
                    case ForgetTarget.OfPrompt prompt ->
                        PromptKey.of(generation.recipe().prompt()).equals(prompt.key());
                    case ForgetTarget.OfImage(GenerationId id) -> generation.id().equals(id);
                    case ForgetTarget.OfModel(String name) -> generation.recipe().model().toString().equals(name);
                    case ForgetTarget.OfScope(Scope scope) -> generation.scope().equals(scope);
                }).toList();
    }

    private static boolean forgets(Access access, ForgetTarget what, RememberedPrompt prompt) {
        return forgets(access, what, new PromptName(prompt.scope(), prompt.key()));
    }

    private static boolean forgets(Access access, ForgetTarget what, PromptName prompt) {
        return access.has(Right.ADMINISTER) && access.reads(prompt.scope()) && switch (what) {
            case ForgetTarget.OfPrompt named -> prompt.key().equals(named.key());
            case ForgetTarget.OfScope(Scope scope) -> prompt.scope().equals(scope);
            case ForgetTarget.OfImage image -> false;
            case ForgetTarget.OfModel model -> false;
        };
    }

    /** The history keeps what is there, and that images are gone. */
    @Override
    public synchronized void erase(long followed) {
        history.removeIf(change -> change.number() <= followed && !isThere(change));
    }

    private boolean isThere(Change change) {
        return switch (change) {
            case Change.GenerationAdded added -> generations.containsKey(added.generation().id());
            case Change.GenerationDeleted deleted -> true;
            case Change.PromptPut put ->
                prompts.containsKey(new PromptName(put.prompt().scope(), put.prompt().key()));
            case Change.PromptRemoved removed -> false;
        };
    }

    @Override
    public synchronized Optional<Scope> scopeOf(GenerationId id) {
        lookUps.incrementAndGet();
        return Optional.ofNullable(generations.get(id)).map(Generation::scope);
    }

    @Override
    public synchronized List<Generation> byKey(Access access, String key) {
        lookUps.incrementAndGet();
        return of(access, generation -> generation.recipe().identity().key().equals(key)).sorted(AGE).toList();
    }

    @Override
    public synchronized boolean delete(Access access, GenerationId id) {
        Optional<Generation> found = byId(access, id);
        if (found.isEmpty()) {
            return false;
        }
        access.requireDeleting(found.get().scope(), access.caller().equals(makers.get(id)));
        generations.remove(id);
        deletions.add(id);
        answers.keySet().removeIf(one -> one.id().equals(id));
        inspections.removeIf(one -> one.check().image().equals(id));
        history.add(new Change.GenerationDeleted(next(), id));
        List<RememberedPrompt> answered = prompts.values()
                .stream()
                .filter(prompt -> prompt.image().equals(Optional.of(id)))
                .toList();
        answered.forEach(this::loseImage);
        return true;
    }

    private void loseImage(RememberedPrompt prompt) {
        Optional<Generation> other = in(prompt.scope(), prompt.key()).max(AGE);
        if (other.isPresent()) {
            put(new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(), prompt.uses(), prompt.vector(),
                    other.map(Generation::id)));
            return;
        }
        remove(prompt);
    }

    private void remove(RememberedPrompt prompt) {
        prompts.remove(new PromptName(prompt.scope(), prompt.key()));
        lastCount.remove(new PromptName(prompt.scope(), prompt.key()));
        history.add(new Change.PromptRemoved(next(), prompt.scope(), prompt.key()));
    }

    @Override
    public synchronized void digested(GenerationId id, ImageDigest file) {
        Optional.ofNullable(generations.get(id))
                .filter(generation -> generation.file().sha256().isEmpty() && generation.file().agreesWith(file))
                .map(generation -> generation.withFile(file))
                .ifPresent(known -> {
                    generations.put(id, known);
                    history.replaceAll(change -> change instanceof Change.GenerationAdded added
                            && added.generation().id().equals(id)
                                    ? new Change.GenerationAdded(added.number(), known, added.vectors())
                                    : change);
                });
    }

    /** Says something else of a generation than was added, as a row that an earlier version wrote may. */
    public synchronized void put(Generation generation) {
        generations.put(generation.id(), generation);
    }

    @Override
    public synchronized String checkedTo() {
        return checkedTo;
    }

    @Override
    public synchronized void checkedTo(String position) {
        checkedTo = position;
    }

    @Override
    public synchronized List<GenerationId> deletions() {
        return List.copyOf(deletions);
    }

    @Override
    public synchronized void deleted(GenerationId id) {
        deletions.remove(id);
    }

    @Override
    public synchronized List<Generation> newest(Access access, int limit) {
        lookUps.incrementAndGet();
        return of(access, generation -> true).sorted(AGE.reversed()).limit(limit).toList();
    }

    @Override
    public synchronized List<Generation> newest(Access access, GenerationCursor before, int limit) {
        lookUps.incrementAndGet();
        return of(access, generation -> isAfter(before, generation)).sorted(AGE.reversed()).limit(limit).toList();
    }

    private static boolean isAfter(GenerationCursor place, Generation generation) {
        int age = generation.createdAt().compareTo(place.createdAt());
        return age < 0 || (age == 0 && generation.id().compareTo(place.id()) < 0);
    }

    @Override
    public synchronized List<Generation> page(String afterId, int limit) {
        lookUps.incrementAndGet();
        return generations.values()
                .stream()
                .filter(generation -> generation.id().value().compareTo(afterId) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void addPrompts(Access access, List<RememberedPrompt> added) {
        for (RememberedPrompt prompt : added) {
            Catalogue.checkDimension(identity, prompt.vector());
            Catalogue.checkScope(access, prompt.scope());
            if (prompt.uses() != 0 || prompt.image().isPresent()) {
                throw new IllegalArgumentException("a prompt added by itself must have no uses and no picture");
            }
        }
        for (RememberedPrompt prompt : added) {
            if (prompt(prompt.scope(), prompt.key()).isEmpty()) {
                put(prompt);
            }
        }
    }

    @Override
    public synchronized Optional<RememberedPrompt> prompt(Access access, PromptKey key) {
        lookUps.incrementAndGet();
        return access.sortedReadScopes().stream().flatMap(scope -> prompt(scope, key).stream()).findFirst();
    }

    @Override
    public synchronized List<RememberedPrompt> prompts(Access access, Optional<PromptKey> after, int limit) {
        return prompts.values()
                .stream()
                .filter(prompt -> prompt.scope().equals(access.writeScope()))
                .filter(prompt -> after.filter(key -> utf8(key).compareTo(utf8(prompt.key())) >= 0).isEmpty())
                .sorted(Comparator.comparing(prompt -> utf8(prompt.key())))
                .limit(limit)
                .toList();
    }

    /** One char a byte. */
    private static String utf8(PromptKey key) {
        return new String(key.value().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private Optional<RememberedPrompt> prompt(Scope scope, PromptKey key) {
        return Optional.ofNullable(prompts.get(new PromptName(scope, key)));
    }

    @Override
    public synchronized void use(List<Statistics.Use> uses) {
        uses.forEach(use -> use.vector().ifPresent(vector -> Catalogue.checkDimension(identity, vector)));
        uses.forEach(this::use);
    }

    private void use(Statistics.Use use) {
        Scope scope = use.access().writeScope();
        long exact = use.kind() == Statistics.Use.Kind.EXACT ? 1 : 0;
        count(scope, new Statistics.Totals(0, 0, 0, new Statistics.Answered(exact, 1 - exact, 0), Duration.ZERO,
                use.saved()));
        see(use.access().caller(), use.answer());
        answered(use);
        Optional<GenerationId> answer = Optional.ofNullable(generations.get(use.answer()))
                .filter(generation -> generation.scope().equals(scope))
                .map(Generation::id);
        PromptKey key = PromptKey.of(use.prompt());
        Optional<RememberedPrompt> known = prompt(scope, key);
        if (known.isEmpty()) {
            use.vector().ifPresent(vector -> put(new RememberedPrompt(scope, key, use.prompt(), 1, vector, answer)));
            return;
        }
        RememberedPrompt prompt = known.get();
        RememberedPrompt used = new RememberedPrompt(scope, key, prompt.text(), prompt.uses() + 1, prompt.vector(),
                prompt.image().or(() -> answer));
        if (used.image().equals(prompt.image())) {
            prompts.put(new PromptName(scope, key), used);
            lastCount.put(new PromptName(scope, key), ++counts);
        } else {
            put(used);
        }
    }

    private void answered(Statistics.Use use) {
        if (!generations.containsKey(use.answer())) {
            return;
        }
        Pair pair = new Pair(new PromptName(use.access().writeScope(), PromptKey.of(use.prompt())), use.answer());
        Optional<Statistics.Answering> before = Optional.ofNullable(answers.get(pair));
        OptionalDouble similarity = use.vector()
                .map(vector -> OptionalDouble.of(vector.similarity(promptVector(use.answer()))))
                .or(() -> before.map(Statistics.Answering::similarity))
                .orElse(OptionalDouble.empty());
        answers.put(pair, new Statistics.Answering(use.prompt(), use.kind(), similarity,
                before.map(Statistics.Answering::uses).orElse(0L) + 1,
                before.map(Statistics.Answering::at).filter(use.at()::isBefore).orElse(use.at())));
    }

    private Embedding promptVector(GenerationId id) {
        return history.stream()
                .map(change -> change instanceof Change.GenerationAdded added && added.generation().id().equals(id)
                        ? Optional.of(added.vectors().prompt())
                        : Optional.<Embedding>empty())
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public synchronized List<Statistics.Answering> answered(Access access, GenerationId image, int limit) {
        return answers.entrySet()
                .stream()
                .filter(one -> one.getKey().id().equals(image) && access.reads(one.getKey().prompt().scope()))
                .sorted(Comparator.comparing((Map.Entry<Pair, Statistics.Answering> one) -> one.getValue().at())
                        .reversed()
                        .thenComparing(one -> one.getKey().prompt().key().value()))
                .limit(limit)
                .map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public synchronized Statistics.Diversity diversity(Access access) {
        Map<Pair, Statistics.Answering> mine = new HashMap<>(answers);
        mine.keySet().removeIf(one -> !access.reads(one.prompt().scope()));
        Map<GenerationId, Long> served = new HashMap<>();
        mine.forEach((pair, answering) -> served.merge(pair.id(), answering.uses(), Long::sum));
        return new Statistics.Diversity(served.values().stream().mapToLong(uses -> uses).sum(),
                mine.keySet().stream().map(Pair::prompt).distinct().count(), served.size(), mine.size(),
                served.values().stream().mapToLong(uses -> uses).max().orElse(0));
    }

    @Override
    public synchronized void checked(Access access, Instant at, Statistics.Check check) {
        inspections.add(new Inspection(access.writeScope(), check));
    }

    @Override
    public synchronized List<Statistics.Check> checks(Access access, int limit) {
        return inspections.reversed()
                .stream()
                .filter(one -> access.reads(one.scope()))
                .map(Inspection::check)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void checkCost(Access access, Duration time) {
        inspecting.merge(access.writeScope(), new Statistics.CheckCost(1, time.truncatedTo(ChronoUnit.MILLIS)),
                FakeCatalogue::sum);
    }

    private static Statistics.CheckCost sum(Statistics.CheckCost one, Statistics.CheckCost other) {
        return new Statistics.CheckCost(one.images() + other.images(), one.time().plus(other.time()));
    }

    @Override
    public synchronized Statistics.CheckCost checkCost(Access access) {
        return inspecting.entrySet()
                .stream()
                .filter(one -> access.reads(one.getKey()))
                .map(Map.Entry::getValue)
                .reduce(new Statistics.CheckCost(0, Duration.ZERO), FakeCatalogue::sum);
    }

    @Override
    public synchronized void saved(Access access, Duration time) {
        count(access.writeScope(), new Statistics.Totals(0, 0, 0, new Statistics.Answered(0, 0, 0), Duration.ZERO,
                time.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public synchronized Set<GenerationId> seen(Access access) {
        lookUps.incrementAndGet();
        return Set.copyOf(seen.getOrDefault(access.caller(), new LinkedHashSet<>()));
    }

    @Override
    public synchronized void reject(Access access, PromptKey prompt, GenerationId id) {
        Optional<Caller> by = access.has(Right.ADMINISTER) ? Optional.empty() : Optional.of(access.caller());
        rejections.add(new Rejection(new PromptName(access.writeScope(), prompt), id, by));
    }

    @Override
    public synchronized void judge(Access access, Instant at, Statistics.Verdict verdict) {
        Optional<Caller> by = access.has(Right.ADMINISTER) ? Optional.empty() : Optional.of(access.caller());
        Rejection same = new Rejection(new PromptName(access.writeScope(), verdict.prompt()), verdict.image(), by);
        judgements.remove(same);
        judgements.put(same, new Statistics.Judgement(++judgementNumber, access.writeScope(), at, verdict));
        if (verdict.good()) {
            rejections.remove(same);
        } else {
            rejections.add(same);
        }
    }

    @Override
    public synchronized List<Statistics.Judgement> judgements(Access access, long after, int limit) {
        return judgements.values()
                .stream()
                .filter(one -> access.reads(one.scope()) && one.number() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Statistics.Judged judged(Access access) {
        return new Statistics.Judged(verdicts(access, Statistics.Verdict.Kind.OWN),
                verdicts(access, Statistics.Verdict.Kind.SIMILAR),
                verdicts(access, Statistics.Verdict.Kind.REFINED));
    }

    private Statistics.Verdicts verdicts(Access access, Statistics.Verdict.Kind kind) {
        List<Statistics.Judgement> all = judgements.values()
                .stream()
                .filter(one -> access.reads(one.scope()) && one.verdict().kind() == kind)
                .toList();
        long good = all.stream().filter(one -> one.verdict().good()).count();
        return new Statistics.Verdicts(good, all.size() - good);
    }

    @Override
    public synchronized Opinions opinions(Access access, PromptKey prompt) {
        lookUps.incrementAndGet();
        Set<GenerationId> rejected = rejectedNow(access, prompt);
        Map<GenerationId, Double> accepted = new HashMap<>();
        judgements.forEach((of, judgement) -> {
            if (counts(access, prompt, of) && judgement.verdict().good() && !rejected.contains(of.id())) {
                judgement.verdict().similarity().ifPresent(value -> accepted.put(of.id(), value));
            }
        });
        return new Opinions(rejected, accepted);
    }

    private static boolean counts(Access access, PromptKey prompt, Rejection opinion) {
        return opinion.prompt().key().equals(prompt) && access.reads(opinion.prompt().scope())
                && opinion.by().filter(caller -> !caller.equals(access.caller())).isEmpty();
    }

    private Set<GenerationId> rejectedNow(Access access, PromptKey prompt) {
        return rejections.stream()
                .filter(one -> counts(access, prompt, one))
                .map(Rejection::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public synchronized ChangeLog.Position end() {
        lookUps.incrementAndGet();
        return new ChangeLog.Position(changes, counts);
    }

    @Override
    public synchronized List<Change> changesAfter(long number, int limit) {
        lookUps.incrementAndGet();
        return history.stream().filter(change -> change.number() > number).limit(limit).toList();
    }

    @Override
    public synchronized List<ChangeLog.PromptUses> usesAfter(long number, int limit) {
        lookUps.incrementAndGet();
        return prompts.values()
                .stream()
                .map(prompt -> new ChangeLog.PromptUses(
                        lastCount.getOrDefault(new PromptName(prompt.scope(), prompt.key()), 0L),
                        prompt.scope(), prompt.key(), prompt.uses()))
                .filter(uses -> uses.number() > Math.max(0, number))
                .sorted(Comparator.comparingLong(ChangeLog.PromptUses::number))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Statistics.Totals totals(Access access) {
        lookUps.incrementAndGet();
        return access.readScopes()
                .stream()
                .map(this::totals)
                .reduce(Statistics.Totals.NOTHING, Statistics.Totals::plus);
    }

    private Statistics.Totals totals(Scope scope) {
        List<Generation> present = generations.values().stream().filter(one -> one.scope().equals(scope)).toList();
        long promptCount = prompts.keySet().stream().filter(name -> name.scope().equals(scope)).count();
        return counted.getOrDefault(scope, Statistics.Totals.NOTHING)
                .plus(new Statistics.Totals(present.size(), promptCount,
                        present.stream().mapToLong(one -> one.file().sizeBytes()).sum(),
                        new Statistics.Answered(0, 0, 0), Duration.ZERO, Duration.ZERO));
    }

    @Override
    public void close() {
        // Memory needs no closing, and a test may look into it afterwards.
    }

    private Stream<Generation> of(Access access, Predicate<Generation> condition) {
        return generations.values()
                .stream()
                .filter(generation -> access.reads(generation.scope()))
                .filter(condition);
    }

    private Stream<Generation> in(Scope scope, PromptKey key) {
        return generations.values()
                .stream()
                .filter(generation -> generation.scope().equals(scope)
                        && PromptKey.of(generation.recipe().prompt()).equals(key));
    }

    private void put(RememberedPrompt prompt) {
        prompts.put(new PromptName(prompt.scope(), prompt.key()), prompt);
        history.add(new Change.PromptPut(next(), prompt));
    }

    private void see(Caller caller, GenerationId id) {
        LinkedHashSet<GenerationId> names = seen.computeIfAbsent(caller, anyone -> new LinkedHashSet<>());
        names.addLast(id);
        if (names.size() > REMEMBERED_AS_SEEN) {
            names.removeFirst();
        }
    }

    private void count(Scope scope, Statistics.Totals more) {
        counted.merge(scope, more, Statistics.Totals::plus);
    }

    private long next() {
        return ++changes;
    }
}
