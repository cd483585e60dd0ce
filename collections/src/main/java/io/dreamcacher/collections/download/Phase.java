package io.dreamcacher.collections.download;

/** Moments between which a run may be killed; tests end one at each. */
enum Phase {
    /** The folder says what it is for. */
    PLANNED,
    /** A picture is written, without the file beside it. */
    PICTURE,
    /** That is there, too. */
    SIDECAR,
    /** The journal knows what became of a link. */
    JOURNALLED,
    /** All files of a shard are on the disk. */
    SYNCED,
    /** The list of links that came to nothing is there. */
    FAILURES,
    /** The shard's statistics are there, which says that it is whole. */
    STATISTICS,
    /** Its journal is gone. */
    FINISHED,
    /** A whole shard has a journal again, to try what failed. */
    REOPENING,
    /** Its statistics are gone. */
    REOPENED;

    /** Is told of each. */
    interface Watch {
        /** Nobody. */
        Watch NOBODY = phase -> {};

        void reached(Phase phase);
    }
}
