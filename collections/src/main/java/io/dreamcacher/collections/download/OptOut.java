package io.dreamcacher.collections.download;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code X-Robots-Tag} says to this program: directives with a comma between, for all or, behind {@code agent:}, for one.
 * An agent holds until the next one of the same header.
 */
final class OptOut {
    private static final Set<String> OPT_OUTS = Set.of("noai", "noimageai", "noindex", "noimageindex", "none");

    /** Directives that have a colon of their own. */
    private static final Set<String> WITH_VALUES = Set.of("unavailable_after", "max-snippet", "max-image-preview",
            "max-video-preview");

    private OptOut() {}

    /** The directive that opts out of being downloaded; empty if there is none. */
    static Optional<String> in(List<String> headers) {
        return headers.stream().map(OptOut::in).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> in(String header) {
        boolean forThis = true;
        for (String part : header.split(",", -1)) {
            String directive = part.strip().toLowerCase(Locale.ROOT);
            int colon = directive.indexOf(':');
            String before = colon < 0 ? "" : directive.substring(0, colon).strip();
            if (colon >= 0 && !WITH_VALUES.contains(before)) {
                forThis = before.equals(Manners.AGENT) || before.equals("*");
                directive = directive.substring(colon + 1).strip();
            }
            if (forThis && OPT_OUTS.contains(directive)) {
                return Optional.of(directive);
            }
        }
        return Optional.empty();
    }
}
