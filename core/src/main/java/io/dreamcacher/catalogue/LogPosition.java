package io.dreamcacher.catalogue;

/**
 * How far somebody has followed the catalogue's two histories.
 *
 * @param change number of the last {@link Change}, 0 before the first
 * @param uses number of the last {@link PromptUses}, 0 before the first
 */
public record LogPosition(long change, long uses) {
    /** Before everything. */
    public static final LogPosition START = new LogPosition(0, 0);

    /** Whether this lies behind another position in either history. */
    public boolean isAfter(LogPosition other) {
        return change > other.change || uses > other.uses;
    }
}
