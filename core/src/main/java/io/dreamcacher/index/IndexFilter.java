package io.dreamcacher.index;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.request.ImageSize;
import java.util.Optional;
import java.util.Set;

/**
 * What a neighbour must be; applied inside the search, so that k neighbours come back whenever k exist.
 *
 * @param scopes one of these
 * @param settingsKey equal {@link io.dreamcacher.generation.RequestIdentity#settingsKey}
 * @param model equal model name
 * @param size equal size
 * @param excluded none of these
 */
public record IndexFilter(Set<Scope> scopes, Optional<String> settingsKey, Optional<String> model,
        Optional<ImageSize> size,
        Set<GenerationId> excluded) {
    /** Takes unmodifiable copies. */
    public IndexFilter {
        scopes = Set.copyOf(scopes);
        excluded = Set.copyOf(excluded);
    }

    /** Everything that may be read. */
    public static IndexFilter readableBy(Access access) {
        return new IndexFilter(access.readScopes(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of());
    }

    /** Only generations that may stand in for a request of these settings. */
    public IndexFilter withSettingsKey(String value) {
        return new IndexFilter(scopes, Optional.of(value), model, size, excluded);
    }

    /** Only generations of this model. */
    public IndexFilter withModel(String value) {
        return new IndexFilter(scopes, settingsKey, Optional.of(value), size, excluded);
    }

    /** Only generations of this size. */
    public IndexFilter withSize(ImageSize value) {
        return new IndexFilter(scopes, settingsKey, model, Optional.of(value), excluded);
    }

    /** None of these. */
    public IndexFilter without(Set<GenerationId> value) {
        return new IndexFilter(scopes, settingsKey, model, size, value);
    }
}
