package io.dreamcacher.catalogue;

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
    /** Where both histories end now; {@link LogPosition#START} for an empty catalogue. */
    LogPosition end();

    /**
     * Changes after a number, ascending; a generation added and deleted since may be reported as deleted only, and
     * intermediate states of a prompt may be left out. {@code changesAfter(0, …)}, page by page, is everything an index
     * needs to be rebuilt, uses included.
     */
    List<Change> changesAfter(long number, int limit);

    /** Uses of prompts after a number, ascending; of each prompt only the last may be told, and none once it is gone. */
    List<PromptUses> usesAfter(long number, int limit);
}
