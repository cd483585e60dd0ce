package io.dreamcacher.suggestion;

import static java.util.Comparator.comparingLong;

import io.dreamcacher.access.Scope;
import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.index.SimilaritySearch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds remembered prompts for what somebody has typed so far. Three kinds, each only as far as the ones before leave
 * room: prompts that begin with it, prompts with its words, prompts near in meaning. Within a kind the most used come
 * first. Prompts that differ in case, punctuation and space only are one. Thread-safe; owns neither index nor encoder.
 */
public final class Suggester {
    /**
     * Between prompt vectors; below it a list is only padded. With Postcards' CLIP paraphrases reach 0.98, "spaceship" and "a
     * rocket in space" 0.84, and "zzz" reaches 0.70 with something.
     */
    private static final double NEAR = 0.8;

    private final SimilaritySearch index;
    private final SearchEncoder encoder;

    /**
     * Suggestions from an index.
     *
     * @param index where prompts are found
     * @param encoder of the index's vectors; asked only when words do not find enough
     */
    public Suggester(SimilaritySearch index, SearchEncoder encoder) {
        this.index = Objects.requireNonNull(index, "index");
        this.encoder = Objects.requireNonNull(encoder, "encoder");
    }

    /**
     * Suggestions for the beginning of a prompt; for nothing typed, the most used prompts.
     *
     * @param typed so far
     * @param scopes prompts of these
     * @param k at most so many, 1 or more
     */
    public List<Suggestion> suggest(String typed, Set<Scope> scopes, int k) {
        PromptKey key = PromptKey.of(typed);
        Found found = new Found(k);
        found.add(index.promptsStartingWith(scopes, key, k));
        if (found.missing() > 0 && !key.value().isEmpty()) {
            found.add(index.promptsContaining(scopes, key, k));
        }
        if (found.missing() > 0 && !key.value().isEmpty()) {
            Embedding meaning = encoder.encode(typed).prompt();
            found.addMostUsedFirst(index.promptsNear(scopes, meaning, NEAR, k));
        }
        return found.suggestions();
    }

    /** At most k different prompts, in the order they were added. */
    private static final class Found {
        private final Map<PromptKey, SimilaritySearch.PromptHit> hits = new LinkedHashMap<>();
        private final int k;

        Found(int k) {
            if (k < 1) {
                throw new IllegalArgumentException("k must be 1 or more, found " + k);
            }
            this.k = k;
        }

        int missing() {
            return k - hits.size();
        }

        /** An empty prompt is one that may be remembered, but a blank line is no offer. */
        private boolean isNew(SimilaritySearch.PromptHit hit) {
            return !hit.text().isBlank() && !hits.containsKey(hit.key());
        }

        void add(List<SimilaritySearch.PromptHit> more) {
            more.stream()
                    .filter(this::isNew)
                    .limit(missing())
                    .forEach(hit -> hits.put(hit.key(), hit));
        }

        /** The first of these that are new, as many as there is room for, and only then by use. */
        void addMostUsedFirst(List<SimilaritySearch.PromptHit> nearest) {
            add(nearest.stream()
                    .filter(this::isNew)
                    .limit(missing())
                    .sorted(comparingLong(SimilaritySearch.PromptHit::uses).reversed())
                    .toList());
        }

        List<Suggestion> suggestions() {
            return hits.values().stream().map(hit -> new Suggestion(hit.text(), hit.uses(), hit.image())).toList();
        }
    }
}
