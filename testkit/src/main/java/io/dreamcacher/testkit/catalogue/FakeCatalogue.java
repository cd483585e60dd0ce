package io.dreamcacher.testkit.catalogue;

import io.dreamcacher.access.Caller;
import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.MemoryIdentity;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.catalogue.Totals;
import io.dreamcacher.catalogue.Use;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A catalogue in memory, for tests: durable as long as the object lives, {@link #close} changes nothing. It keeps the
 * whole history and scans for every lookup, so that it is plainly right. Thread-safe.
 */
public final class FakeCatalogue implements Catalogue {
    private static final Comparator<Generation> AGE = Comparator.comparing(Generation::createdAt)
            .thenComparing(Generation::id);
    private static final Totals NOTHING = new Totals(0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

    private final MemoryIdentity identity;
    private final TreeMap<GenerationId, Generation> generations = new TreeMap<>();
    private final Map<GenerationId, GenerationVectors> vectors = new HashMap<>();
    private final Set<GenerationId> deletions = new TreeSet<>();
    private final Map<PromptName, RememberedPrompt> prompts = new LinkedHashMap<>();
    private final Map<PromptName, Set<GenerationId>> rejected = new HashMap<>();
    private final Map<Caller, LinkedHashSet<GenerationId>> seen = new HashMap<>();
    private final Map<Scope, Totals> counted = new HashMap<>();
    private final List<Change> history = new ArrayList<>();

    private record PromptName(Scope scope, PromptKey key) {}

    /** An empty catalogue. */
    public FakeCatalogue(MemoryIdentity identity) {
        this.identity = identity;
    }

    @Override
    public MemoryIdentity identity() {
        return identity;
    }

    @Override
    public synchronized List<Change> add(Generation generation, GenerationVectors added, Caller caller) {
        Catalogue.checkDimensions(identity, added);
        GenerationId id = generation.id();
        if (generations.containsKey(id) || deletions.contains(id)) {
            throw new IllegalArgumentException("every generation must have a name of its own, but %s is taken"
                    .formatted(id));
        }
        int before = history.size();
        generations.put(id, generation);
        vectors.put(id, added);
        history.add(new Change.GenerationAdded(next(), generation, added));
        Scope scope = generation.scope();
        String text = generation.recipe().prompt();
        PromptKey key = PromptKey.of(text);
        Optional<RememberedPrompt> known = prompt(scope, key);
        put(new RememberedPrompt(scope, key, known.map(RememberedPrompt::text).orElse(text),
                known.map(RememberedPrompt::uses).orElse(0L) + 1,
                known.map(RememberedPrompt::vector).orElse(added.prompt()), Optional.of(id)));
        count(scope, new Totals(0, 0, 0, 0, 0, 1, generation.took(), Duration.ZERO));
        see(caller, id);
        return since(before);
    }

    @Override
    public synchronized Optional<Generation> byId(GenerationId id) {
        return Optional.ofNullable(generations.get(id));
    }

    @Override
    public synchronized Optional<GenerationVectors> vectors(GenerationId id) {
        return Optional.ofNullable(vectors.get(id));
    }

    @Override
    public synchronized List<Generation> byKey(Scope scope, String key) {
        return of(scope, generation -> generation.recipe().identity().key().equals(key)).sorted(AGE).toList();
    }

    @Override
    public Optional<Generation> byKey(Scope scope, String key, long seed) {
        return byKey(scope, key).stream().filter(generation -> generation.recipe().seed() == seed).findFirst();
    }

    @Override
    public synchronized List<Change> delete(GenerationId id) {
        Generation deleted = generations.remove(id);
        if (deleted == null) {
            return List.of();
        }
        int before = history.size();
        vectors.remove(id);
        deletions.add(id);
        history.add(new Change.GenerationDeleted(next(), id));
        List<RememberedPrompt> answered = prompts.values()
                .stream()
                .filter(prompt -> prompt.image().equals(Optional.of(id)))
                .toList();
        answered.forEach(this::loseImage);
        return since(before);
    }

    private void loseImage(RememberedPrompt prompt) {
        Optional<Generation> other = of(prompt.scope(),
                generation -> PromptKey.of(generation.recipe().prompt()).equals(prompt.key())).max(AGE);
        if (other.isPresent()) {
            put(new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(), prompt.uses(), prompt.vector(),
                    other.map(Generation::id)));
            return;
        }
        prompts.remove(new PromptName(prompt.scope(), prompt.key()));
        history.add(new Change.PromptRemoved(next(), prompt.scope(), prompt.key()));
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
    public synchronized List<Generation> newest(Scope scope, int limit) {
        return of(scope, generation -> true).sorted(AGE.reversed()).limit(limit).toList();
    }

    @Override
    public synchronized List<Generation> page(String afterId, int limit) {
        return generations.values()
                .stream()
                .filter(generation -> generation.id().value().compareTo(afterId) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Change> addPrompts(List<RememberedPrompt> added) {
        for (RememberedPrompt prompt : added) {
            Catalogue.checkDimension(identity, prompt.vector());
            if (prompt.uses() != 0 || prompt.image().isPresent()) {
                throw new IllegalArgumentException("a prompt added by itself must have no uses and no picture");
            }
        }
        int before = history.size();
        for (RememberedPrompt prompt : added) {
            if (prompt(prompt.scope(), prompt.key()).isEmpty()) {
                put(prompt);
            }
        }
        return since(before);
    }

    @Override
    public synchronized Optional<RememberedPrompt> prompt(Scope scope, PromptKey key) {
        return Optional.ofNullable(prompts.get(new PromptName(scope, key)));
    }

    @Override
    public synchronized List<Change> use(List<Use> uses) {
        uses.forEach(use -> use.vector().ifPresent(vector -> Catalogue.checkDimension(identity, vector)));
        int before = history.size();
        uses.forEach(this::use);
        return since(before);
    }

    private void use(Use use) {
        long exact = use.kind() == Use.Kind.EXACT ? 1 : 0;
        count(use.scope(), new Totals(0, 0, 0, exact, 1 - exact, 0, Duration.ZERO, use.saved()));
        see(use.caller(), use.answer());
        Optional<GenerationId> answer = byId(use.answer()).map(Generation::id);
        PromptKey key = PromptKey.of(use.prompt());
        Optional<RememberedPrompt> known = prompt(use.scope(), key);
        if (known.isPresent()) {
            RememberedPrompt prompt = known.get();
            put(new RememberedPrompt(use.scope(), key, prompt.text(), prompt.uses() + 1, prompt.vector(),
                    prompt.image().or(() -> answer)));
            return;
        }
        use.vector()
                .ifPresent(vector -> put(
                        new RememberedPrompt(use.scope(), key, use.prompt(), 1, vector, answer)));
    }

    @Override
    public synchronized Set<GenerationId> seen(Caller caller) {
        return Set.copyOf(seen.getOrDefault(caller, new LinkedHashSet<>()));
    }

    @Override
    public synchronized void reject(Scope scope, PromptKey prompt, GenerationId id) {
        rejected.computeIfAbsent(new PromptName(scope, prompt), name -> new TreeSet<>()).add(id);
    }

    @Override
    public synchronized Set<GenerationId> rejected(Scope scope, PromptKey prompt) {
        return Set.copyOf(rejected.getOrDefault(new PromptName(scope, prompt), Set.of()));
    }

    @Override
    public synchronized long changeNumber() {
        return history.size();
    }

    @Override
    public synchronized List<Change> changesAfter(long number, int limit) {
        return history.stream().filter(change -> change.number() > number).limit(limit).toList();
    }

    @Override
    public synchronized Totals totals(Scope scope) {
        Totals past = counted.getOrDefault(scope, NOTHING);
        List<Generation> present = of(scope, generation -> true).toList();
        long promptCount = prompts.keySet().stream().filter(name -> name.scope().equals(scope)).count();
        return new Totals(present.size(), promptCount, present.stream().mapToLong(Generation::sizeBytes).sum(),
                past.exact(), past.similar(), past.generated(), past.generating(), past.saved());
    }

    @Override
    public void close() {
        // Memory needs no closing, and a test may look into it afterwards.
    }

    private Stream<Generation> of(Scope scope, Predicate<Generation> condition) {
        return generations.values()
                .stream()
                .filter(generation -> generation.scope().equals(scope))
                .filter(condition);
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

    private void count(Scope scope, Totals more) {
        counted.merge(scope, more,
                (a, b) -> new Totals(0, 0, 0, a.exact() + b.exact(), a.similar() + b.similar(),
                        a.generated() + b.generated(), a.generating().plus(b.generating()),
                        a.saved().plus(b.saved())));
    }

    private long next() {
        return history.size() + 1L;
    }

    private List<Change> since(int before) {
        return List.copyOf(history.subList(before, history.size()));
    }
}
