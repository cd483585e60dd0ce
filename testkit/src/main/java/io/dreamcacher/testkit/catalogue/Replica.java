package io.dreamcacher.testkit.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.catalogue.Change;
import io.dreamcacher.catalogue.ChangeLog;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.catalogue.RememberedPrompt;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntSupplier;

/** What an index knows of a catalogue after following its changes. Not thread-safe. */
public final class Replica {
    private final Map<GenerationId, Entry> generations = new TreeMap<>();
    private final Map<String, RememberedPrompt> prompts = new TreeMap<>();
    private long number;
    private long usesNumber;

    /** A generation as an index sees it. */
    private record Entry(Generation generation, GenerationVectors vectors) {}

    /** Everything a catalogue holds, read in pages of the given sizes. */
    public static Replica of(Catalogue catalogue, IntSupplier pageSize) {
        Replica replica = new Replica();
        replica.follow(catalogue, pageSize);
        return replica;
    }

    /** Applies everything that happened since the last call, read in pages of the given sizes. */
    public void follow(Catalogue catalogue, IntSupplier pageSize) {
        int limit = pageSize.getAsInt();
        List<Change> page = catalogue.changesAfter(number, limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            applyAll(page);
            limit = pageSize.getAsInt();
            page = catalogue.changesAfter(number, limit);
        }
        followUses(catalogue, pageSize);
    }

    private void followUses(Catalogue catalogue, IntSupplier pageSize) {
        List<ChangeLog.PromptUses> page = catalogue.usesAfter(usesNumber, pageSize.getAsInt());
        while (!page.isEmpty()) {
            for (ChangeLog.PromptUses uses : page) {
                assertThat(uses.number()).as("uses ascend").isGreaterThan(usesNumber);
                usesNumber = uses.number();
                prompts.computeIfPresent(name(uses.scope(), uses.key()),
                        (name, prompt) -> withUses(prompt, uses.uses()));
            }
            page = catalogue.usesAfter(usesNumber, pageSize.getAsInt());
        }
    }

    private static RememberedPrompt withUses(RememberedPrompt prompt, long uses) {
        return new RememberedPrompt(prompt.scope(), prompt.key(), prompt.text(), uses, prompt.vector(), prompt.image());
    }

    private void applyAll(List<Change> changes) {
        for (Change change : changes) {
            assertThat(change.number()).as("changes ascend").isGreaterThan(number);
            number = change.number();
            apply(change);
        }
    }

    private void apply(Change change) {
        switch (change) {
            case Change.GenerationAdded added ->
                generations.put(added.generation().id(), new Entry(added.generation(), added.vectors()));
            case Change.GenerationDeleted deleted -> generations.remove(deleted.id());
            case Change.PromptPut put -> prompts.put(name(put.prompt().scope(), put.prompt().key()), put.prompt());
            case Change.PromptRemoved removed -> prompts.remove(name(removed.scope(), removed.key()));
        }
    }

    /** The number of the last change applied; 0 before the first. */
    public long number() {
        return number;
    }

    /** The generations, in order of names. */
    public List<Generation> generations() {
        return generations.values().stream().map(Entry::generation).toList();
    }

    /** The prompts, in order of scope and key. */
    public List<RememberedPrompt> prompts() {
        return List.copyOf(prompts.values());
    }

    /** Fails unless both know the same; they may have got there by other numbers. */
    public void assertSameAs(Replica other) {
        assertThat(generations).isEqualTo(other.generations);
        assertThat(prompts).isEqualTo(other.prompts);
    }

    private static String name(Scope scope, PromptKey key) {
        return scope.name() + "/" + key.value();
    }
}
