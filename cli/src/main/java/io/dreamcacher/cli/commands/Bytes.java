package io.dreamcacher.cli.commands;

/** Sizes as a person says them, in powers of ten as disks and the hub do. */
final class Bytes {
    private static final long KILO = 1000;
    private static final long MEGA = 1000 * KILO;
    private static final long GIGA = 1000 * MEGA;

    private Bytes() {}

    static String said(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        if (bytes < MEGA) {
            return "%d kB".formatted(Math.round((double) bytes / KILO));
        }
        return bytes < GIGA ? "%.1f MB".formatted((double) bytes / MEGA) : "%.2f GB".formatted((double) bytes / GIGA);
    }
}
