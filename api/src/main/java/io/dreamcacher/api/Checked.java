package io.dreamcacher.api;

import io.dreamcacher.memory.CheckReport;
import java.util.List;
import java.util.Locale;

/**
 * What a check of all stored images found.
 *
 * @param checked images that were read
 * @param bytes of them
 * @param findings what is wrong; empty when nothing is
 */
public record Checked(long checked, long bytes, List<Finding> findings) {
    /** A memory's report. */
    public static Checked of(CheckReport report) {
        return new Checked(report.checked(), report.bytes(), report.findings().stream().map(Finding::of).toList());
    }

    /**
     * One image that something is wrong with.
     *
     * @param id its name
     * @param scope whose memory it is in
     * @param fault {@code missing}, {@code overwritten}, {@code damaged}, {@code unreadable}, or {@code orphaned}: a file of
     *        which nothing is remembered
     * @param setAside whether its file was moved out of the store
     */
    public record Finding(String id, String scope, String fault, boolean setAside) {
        static Finding of(CheckReport.Finding found) {
            return new Finding(found.key().id().value(), found.key().scope().name(),
                    found.fault().name().toLowerCase(Locale.ROOT), found.setAside());
        }
    }
}
