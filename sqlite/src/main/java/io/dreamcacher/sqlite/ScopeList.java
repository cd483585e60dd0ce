package io.dreamcacher.sqlite;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The scopes of an access as SQL wants them: marks for {@code IN (…)}, and their names first among the parameters.
 *
 * @param names in order
 */
record ScopeList(List<String> names) {
    static ScopeList of(Access access) {
        return new ScopeList(access.sortedReadScopes().stream().map(Scope::name).toList());
    }

    /** A question mark for each. */
    String marks() {
        return String.join(", ", Collections.nCopies(names.size(), "?"));
    }

    /** The names, then these. */
    Object[] and(Object... others) {
        List<Object> parameters = new ArrayList<>(names);
        parameters.addAll(List.of(others));
        return parameters.toArray();
    }
}
