package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import java.util.List;

/** How often the memory answered, and what that saved. */
public interface Statistics {
    /**
     * Counts answers from memory, all in one transaction: totals, the uses of their prompts (new ones are remembered when
     * the use has a vector), and seen by the caller. A prompt without an image is answered by the use's from now on,
     * unless that is deleted or lies in another scope; one that has an image keeps it.
     *
     * @throws IllegalArgumentException when a vector's dimension is not the identity's; nothing is counted
     */
    void use(List<Use> uses);

    /** What the scopes of an access hold and did, together. */
    Totals totals(Access access);
}
