package io.dreamcacher.memory;

import io.dreamcacher.catalogue.PromptKey;
import io.dreamcacher.gate.Gate;
import io.dreamcacher.generation.GenerationId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a gate has returned for a prompt, so that asking again needs neither index nor gate. It holds for that gate, the same
 * budget and equal settings; who may see an image, and whether it is still there, is another's business. Thread-safe.
 */
final class AcceptedPairs {
    private static final int MOST = 10_000;

    private final Map<PromptInSettings, List<Accepted>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PromptInSettings, List<Accepted>> eldest) {
            return size() > MOST;
        }
    };

    private record PromptInSettings(PromptKey prompt, String settingsKey, double budget, Gate gate) {
        static PromptInSettings of(ResolvedRequest asked, Gate gate) {
            return new PromptInSettings(PromptKey.of(asked.request.prompt()), asked.identity.settingsKey(),
                    asked.request.memory().budget().share(), gate);
        }
    }

    /**
     * An image the gate has returned.
     *
     * @param outcome with the similarity
     * @param reason of the gate
     */
    record Accepted(GenerationId id, Outcome.Similar outcome, String reason) {}

    /** What was returned for this request before. */
    synchronized List<Accepted> of(ResolvedRequest asked, Gate gate) {
        return known.getOrDefault(PromptInSettings.of(asked, gate), List.of());
    }

    /** Remembers what was returned; nothing forgets it. */
    synchronized void put(ResolvedRequest asked, Gate gate, List<Accepted> accepted) {
        if (accepted.isEmpty()) {
            known.remove(PromptInSettings.of(asked, gate));
        } else {
            known.put(PromptInSettings.of(asked, gate), List.copyOf(accepted));
        }
    }

    /** Forgets everything. */
    synchronized void clear() {
        known.clear();
    }
}
