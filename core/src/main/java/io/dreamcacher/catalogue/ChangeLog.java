package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;
import java.util.List;

/**
 * The catalogue's history, for those who follow it: whoever keeps the position up to which they applied it, and asks for
 * what came after, misses nothing. There are two: changes, which an index must take in whole, and uses of prompts, which
 * only change the order of suggestions and are far more frequent.
 *
 * <p>Both become visible in the order of their numbers: once a reader was shown number n, no lower number appears later. A
 * number must therefore be taken where commits are ordered, as from a row that the transaction holds until it ends. An SQL
 * sequence breaks this: it hands out 7 and 8 to two transactions, 8 commits, a follower reads it and goes on from there,
 * and when 7 commits at last nobody looks back.
 */
public interface ChangeLog {
    /** Where both histories end now; {@link Position#START} for an empty catalogue. */
    Position end();

    /**
     * Changes after a number, ascending; a generation added and deleted since may be reported as deleted only, and
     * intermediate states of a prompt may be left out. {@code changesAfter(0, …)}, page by page, is everything an index
     * needs to be rebuilt, uses included.
     */
    List<Change> changesAfter(long number, int limit);

    /** Uses of prompts after a number, ascending; of each prompt only the last may be told, and none once it is gone. */
    List<PromptUses> usesAfter(long number, int limit);

    /**
     * How often a prompt was asked for, after it was asked for once more.
     *
     * @param number position in the history of uses, 1 or more
     * @param scope whose memory the prompt is in
     * @param key the prompt
     * @param uses how often, all in all
     */
    record PromptUses(long number, Scope scope, PromptKey key, long uses) {}

    /**
     * How far somebody has followed the catalogue's two histories.
     *
     * @param change number of the last {@link Change}, 0 before the first
     * @param uses number of the last {@link ChangeLog.PromptUses}, 0 before the first
     */
    record Position(long change, long uses) {
        /** Before everything. */
        public static final Position START = new Position(0, 0);

        /** Whether this lies behind another position in either history. */
        public boolean isAfter(Position other) {
            return change > other.change || uses > other.uses;
        }
    }
}
