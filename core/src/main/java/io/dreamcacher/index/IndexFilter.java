package io.dreamcacher.index;

import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.ImageSize;
import java.util.Optional;
import java.util.Set;

/**
 * What a neighbour must be; applied inside the search, so that k neighbours come back whenever k exist.
 *
 * @param scope whose memory
 * @param settingsKey equal {@link io.dreamcacher.generation.RequestIdentity#settingsKey}
 * @param model equal model name
 * @param size equal size
 * @param excluded none of these
 */
public record IndexFilter(Scope scope, Optional<String> settingsKey, Optional<String> model, Optional<ImageSize> size,
        Set<GenerationId> excluded) {
    /** Takes an unmodifiable copy. */
    public IndexFilter {
        excluded = Set.copyOf(excluded);
    }

    /** Everything of a scope. */
    public static IndexFilter in(Scope scope) {
        return new IndexFilter(scope, Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** Only generations that may stand in for a request of these settings. */
    public IndexFilter withSettingsKey(String value) {
        return new IndexFilter(scope, Optional.of(value), model, size, excluded);
    }

    /** Only generations of this model. */
    public IndexFilter withModel(String value) {
        return new IndexFilter(scope, settingsKey, Optional.of(value), size, excluded);
    }

    /** Only generations of this size. */
    public IndexFilter withSize(ImageSize value) {
        return new IndexFilter(scope, settingsKey, model, Optional.of(value), excluded);
    }

    /** None of these. */
    public IndexFilter without(Set<GenerationId> value) {
        return new IndexFilter(scope, settingsKey, model, size, value);
    }
}
