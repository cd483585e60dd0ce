package io.dreamcacher.access;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who asks, whose memory they may see, and what they may do there: the first argument of everything that reads or writes a
 * memory. What lies in no scope that may be read does not exist for the caller: it is not found, counted, suggested,
 * deleted or waited for.
 *
 * @param caller who asks
 * @param readScopes scopes that may be read, among them the one that is written
 * @param writeScope the scope new images and prompts go to
 * @param rights what may be done there
 */
public record Access(Caller caller, Set<Scope> readScopes, Scope writeScope, Set<Right> rights) {

    /** The person at this machine's command line, or an embedding program: everything in the public scope. */
    public static final Access LOCAL = in(Scope.PUBLIC, Caller.LOCAL);

    /** Takes unmodifiable copies. */
    public Access {
        readScopes = Set.copyOf(readScopes);
        rights = Set.copyOf(rights);
        if (!readScopes.contains(writeScope)) {
            throw new IllegalArgumentException("what is written must be readable, but %s is not among %s"
                    .formatted(writeScope.name(), readScopes));
        }
    }

    /** Every right in one scope. */
    public static Access in(Scope scope, Caller caller) {
        return new Access(caller, Set.of(scope), scope, EnumSet.allOf(Right.class));
    }

    /** Whether what lies in a scope exists for this caller. */
    public boolean reads(Scope scope) {
        return readScopes.contains(scope);
    }

    /** The scopes that may be read, in order of names. */
    public List<Scope> sortedReadScopes() {
        return readScopes.stream().sorted(Comparator.comparing(Scope::name)).toList();
    }

    /** Whether the caller has a right. */
    public boolean has(Right right) {
        return rights.contains(right);
    }

    /**
     * Lets those with a right pass.
     *
     * @throws DreamCacherException with FORBIDDEN when the caller lacks it
     */
    public void require(Right right) {
        if (!has(right)) {
            throw forbidden(right);
        }
    }

    /**
     * Lets those pass who may delete a generation that exists for them: whoever administers, and whoever had it made.
     *
     * @param scope the scope it lies in
     * @param own whether this caller had it made
     * @throws DreamCacherException with FORBIDDEN when they may not
     */
    public void requireDeleting(Scope scope, boolean own) {
        if (has(Right.ADMINISTER)) {
            return;
        }
        require(Right.DELETE_OWN);
        if (!own || !scope.equals(writeScope)) {
            throw new DreamCacherException(FailureCategory.FORBIDDEN,
                    "A caller may delete images they had made themselves, but somebody else had this one made; ask whoever looks after this memory.");
        }
    }

    private DreamCacherException forbidden(Right right) {
        return new DreamCacherException(FailureCategory.FORBIDDEN,
                "This needs a caller who may %s, but %s may not; ask whoever looks after this memory."
                        .formatted(right.phrase(), caller.equals(Caller.LOCAL) ? "this program" : "this one"));
    }
}
