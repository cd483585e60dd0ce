package io.dreamcacher.request;

import io.dreamcacher.reuse.ErrorBudget;

/**
 * What a caller wants of the memory. It changes no image, and is no part of a request's identity.
 *
 * @param use whether it is read, and written
 * @param reuse which remembered images may answer; {@code OFF} if and only if the memory is not read
 * @param budget the share of reused images that may be wrong
 */
public record MemoryIntent(MemoryUse use, Reuse reuse, ErrorBudget budget) {

    /** Whatever is remembered may answer, 1 % of it wrongly. */
    public static final MemoryIntent USUAL = new MemoryIntent(MemoryUse.READ_AND_REMEMBER, Reuse.REFINE,
            ErrorBudget.USUAL);

    /** To reuse nothing and not to read are one thing. */
    public MemoryIntent {
        if (use != MemoryUse.READ_AND_REMEMBER) {
            reuse = Reuse.OFF;
        } else if (reuse == Reuse.OFF) {
            use = MemoryUse.REMEMBER_ONLY;
        }
    }

    /** What may be reused, at some budget. */
    public static MemoryIntent of(Reuse reuse, ErrorBudget budget) {
        return new MemoryIntent(MemoryUse.READ_AND_REMEMBER, reuse, budget);
    }

    /** Whether remembered images of other requests may answer, in whichever way. */
    public boolean allowsNear() {
        return reuse.allows(Reuse.SIMILAR) && !budget.isNone();
    }

    /** This intent with another use; one that reads again may reuse everything. */
    MemoryIntent withUse(MemoryUse value) {
        return new MemoryIntent(value, use == MemoryUse.READ_AND_REMEMBER ? reuse : Reuse.REFINE, budget);
    }
}
