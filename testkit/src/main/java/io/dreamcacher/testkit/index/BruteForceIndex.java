package io.dreamcacher.testkit.index;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingLong;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexWriter;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.index.SimilaritySearch;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The reference index, in memory: compares everything with everything, so that its answers are exact. What a real one
 * keeps on disk it keeps as a copy, which {@link #afterCrash} and {@link #afterClose} start from. Thread-safe.
 */
public final class BruteForceIndex implements IndexWriter, SimilaritySearch {
    private record Entry(Generation generation, GenerationVectors vectors) {
        IndexedGeneration indexed() {
            return new IndexedGeneration(generation, vectors.prompt(), vector(SimilaritySearch.Space.IMAGE));
        }

        Optional<Embedding> vector(SimilaritySearch.Space space) {
            return switch (space) {
                case PROMPT -> Optional.of(vectors.prompt());
                case IMAGE -> vectors.joint().map(GenerationVectors.Joint::image);
            };
        }
    }

    private record PromptName(String scope, String key) implements Comparable<PromptName> {
        @Override
        public int compareTo(PromptName other) {
            return comparing(PromptName::scope).thenComparing(PromptName::key).compare(this, other);
        }
    }

    private record State(ChangeLog.Position at, Map<GenerationId, Entry> generations,
            Map<PromptName, RememberedPrompt> prompts) {
        State copy() {
            return new State(at, new TreeMap<>(generations), new TreeMap<>(prompts));
        }

        State at(ChangeLog.Position position) {
            return new State(position, generations, prompts);
        }
    }

    private State current;
    private State committed;

    /** An empty index. */
    public BruteForceIndex() {
        this(empty());
    }

    private BruteForceIndex(State state) {
        current = state;
        committed = state.copy();
    }

    /** What would be there if the process had died now; this index is left as it is. */
    public synchronized BruteForceIndex afterCrash() {
        return new BruteForceIndex(committed.copy());
    }

    /** Closes this index and opens what it kept. */
    public synchronized BruteForceIndex afterClose() {
        close();
        return afterCrash();
    }

    @Override
    public synchronized ChangeLog.Position committed() {
        return committed.at();
    }

    @Override
    public synchronized void apply(List<Change> changes) {
        changes.forEach(this::apply);
    }

    private void apply(Change change) {
        switch (change) {
            case Change.GenerationAdded added -> current.generations()
                    .put(added.generation().id(),
                            new Entry(added.generation(), added.vectors()));
            case Change.GenerationDeleted deleted -> current.generations().remove(deleted.id());
            case Change.PromptPut put -> current.prompts()
                    .put(name(put.prompt().scope(), put.prompt().key()),
                            put.prompt());
            case Change.PromptRemoved removed -> current.prompts().remove(name(removed.scope(), removed.key()));
        }
        current = current
                .at(new ChangeLog.Position(Math.max(current.at().change(), change.number()), current.at().uses()));
    }

    @Override
    public synchronized void applyUses(List<ChangeLog.PromptUses> uses) {
        for (ChangeLog.PromptUses used : uses) {
            current.prompts()
                    .computeIfPresent(name(used.scope(), used.key()),
                            (name, prompt) -> new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(),
                                    used.uses(), prompt.vector(), prompt.image()));
            current = current
                    .at(new ChangeLog.Position(current.at().change(), Math.max(current.at().uses(), used.number())));
        }
    }

    @Override
    public synchronized void commit() {
        committed = current.copy();
    }

    @Override
    public synchronized void purge() {
        commit();
    }

    @Override
    public synchronized long size() {
        return current.generations().size();
    }

    @Override
    public SimilaritySearch search() {
        return this;
    }

    @Override
    public synchronized long count(Set<Scope> scopes) {
        return current.generations().values().stream().filter(one -> scopes.contains(one.generation().scope())).count();
    }

    @Override
    public synchronized List<SimilaritySearch.Neighbour> nearest(SimilaritySearch.Space space, Embedding query,
            IndexFilter filter, int k) {
        return entries(filter)
                .flatMap(entry -> entry.vector(space)
                        .map(vector -> new SimilaritySearch.Neighbour(entry.indexed(), vector.similarity(query)))
                        .stream())
                .sorted(comparingDouble(SimilaritySearch.Neighbour::similarity).reversed())
                .limit(positive(k))
                .toList();
    }

    /** Ranked by the number of different words in common. */
    @Override
    public synchronized List<IndexedGeneration> words(String words, IndexFilter filter, int k) {
        Set<String> wanted = wordSet(words);
        Comparator<Entry> byCommonWords = comparingLong(entry -> common(wanted, entry));
        return entries(filter)
                .filter(entry -> common(wanted, entry) > 0)
                .sorted(byCommonWords.reversed())
                .limit(positive(k))
                .map(Entry::indexed)
                .toList();
    }

    @Override
    public synchronized List<SimilaritySearch.PromptHit> promptsStartingWith(Set<Scope> scopes, PromptKey prefix,
            int k) {
        return mostUsed(scopes, prompt -> prompt.key().value().startsWith(prefix.value()), k);
    }

    @Override
    public synchronized List<SimilaritySearch.PromptHit> promptsContaining(Set<Scope> scopes, PromptKey words, int k) {
        List<String> wanted = List.of(words.value().split(" "));
        List<String> whole = wanted.subList(0, wanted.size() - 1);
        String begun = wanted.getLast();
        return mostUsed(scopes, prompt -> {
            List<String> found = List.of(prompt.key().value().split(" "));
            return found.containsAll(whole) && found.stream().anyMatch(word -> word.startsWith(begun));
        }, k);
    }

    @Override
    public synchronized List<SimilaritySearch.PromptHit> promptsNear(Set<Scope> scopes, Embedding query, double least,
            int k) {
        Comparator<RememberedPrompt> bySimilarity = comparingDouble(prompt -> prompt.vector().similarity(query));
        return prompts(scopes).filter(prompt -> prompt.vector().similarity(query) >= least)
                .sorted(bySimilarity.reversed())
                .limit(positive(k))
                .map(BruteForceIndex::hit)
                .toList();
    }

    @Override
    public synchronized void close() {
        commit();
    }

    private List<SimilaritySearch.PromptHit> mostUsed(Set<Scope> scopes, Predicate<RememberedPrompt> condition, int k) {
        return prompts(scopes).filter(condition)
                .sorted(comparingLong(RememberedPrompt::uses).reversed())
                .limit(positive(k))
                .map(BruteForceIndex::hit)
                .toList();
    }

    private Stream<RememberedPrompt> prompts(Set<Scope> scopes) {
        return current.prompts().values().stream().filter(prompt -> scopes.contains(prompt.scope()));
    }

    private Stream<Entry> entries(IndexFilter filter) {
        return current.generations().values().stream().filter(entry -> passes(entry.generation(), filter));
    }

    private static boolean passes(Generation generation, IndexFilter filter) {
        Recipe recipe = generation.recipe();
        return filter.scopes().contains(generation.scope()) && !filter.excluded().contains(generation.id())
                && filter.settingsKey().map(recipe.identity().settingsKey()::equals).orElse(true)
                && filter.model().map(recipe.model().toString()::equals).orElse(true)
                && filter.size().map(recipe.settings().size()::equals).orElse(true);
    }

    private static long common(Set<String> wanted, Entry entry) {
        return wordSet(entry.generation().recipe().prompt()).stream().filter(wanted::contains).count();
    }

    private static Set<String> wordSet(String text) {
        Set<String> words = new HashSet<>(List.of(PromptKey.of(text).value().split(" ")));
        words.remove("");
        return words;
    }

    private static SimilaritySearch.PromptHit hit(RememberedPrompt prompt) {
        return new SimilaritySearch.PromptHit(prompt.key(), prompt.text(), prompt.uses(), prompt.image());
    }

    private static PromptName name(Scope scope, PromptKey key) {
        return new PromptName(scope.name(), key.value());
    }

    private static State empty() {
        return new State(ChangeLog.Position.START, new TreeMap<>(), new TreeMap<>());
    }

    private static int positive(int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be 1 or more, found " + k);
        }
        return k;
    }
}
