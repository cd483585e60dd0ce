package io.dreamcacher.embedded;

/** Told how far a recovery is. */
@FunctionalInterface
public interface RecoveryProgress {
    /** So many of all images were looked at. */
    void looked(long done, long total);
}
