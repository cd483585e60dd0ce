package io.dreamcacher.index;

/** Where the index lives. It is derived: one that turns out unusable is left behind and another one filled. */
public interface IndexSource {
    /** The newest index that was ever committed, or an empty one; called when it is first needed. */
    IndexWriter open();

    /**
     * An empty index beside whatever is there, which may be open. From its first commit on {@link #open} gives this one,
     * however far it got: what it lacks is replayed.
     */
    IndexWriter fresh();

    /** Deletes every index but the newest committed one; called while none of those is open. */
    void sweep();
}
