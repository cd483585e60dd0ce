package io.dreamcacher.collections.download;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of the web as people write them: with spaces, other letters and stray percent signs, which are encoded. */
final class WebAddress {
    private static final Pattern PARTS = Pattern.compile(
            "(?i)(https?)://(?:[^/?#@]*@)?([^/?#:\\[\\]]+|\\[[0-9a-f:.]+])(:\\d{1,5})?([^#]*)(#.*)?", Pattern.DOTALL);
    private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";

    private WebAddress() {}

    /** The address without its fragment, and without a name and password, which are not sent; empty if it is none. */
    static Optional<URI> of(String text) {
        Matcher parts = PARTS.matcher(text.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            String host = parts.group(2).startsWith("[") ? parts.group(2) : IDN.toASCII(parts.group(2));
            String path = encoded(parts.group(4));
            URI address = new URI(parts.group(1).toLowerCase(Locale.ROOT) + "://" + host
                    + Optional.ofNullable(parts.group(3)).orElse("")
                    + (path.startsWith("/") ? "" : "/") + path);
            return address.getHost() == null || address.getPort() > 65_535 ? Optional.empty() : Optional.of(address);
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Where a redirect leads. */
    static Optional<URI> redirected(URI from, String location) {
        String text = location.strip();
        if (text.matches("(?i)[a-z][a-z0-9+.-]*:.*")) {
            return of(text);
        }
        try {
            String reference = encoded(text.split("#", 2)[0]);
            // java.net.URI takes the last segment off for a query, and keeps dots that lead out of the root (RFC 3986, 5.2)
            URI to = from.resolve(reference.startsWith("?") ? from.getRawPath() + reference : reference);
            String path = to.getRawPath().replaceFirst("^(/\\.\\.)+(?=/|$)", "");
            String query = to.getRawQuery() == null ? "" : "?" + to.getRawQuery();
            return of("%s://%s%s%s".formatted(to.getScheme(), to.getRawAuthority(), path, query));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Host and port, as turns are taken by. */
    static String host(URI address) {
        return address.getPort() < 0 ? address.getHost() : address.getHost() + ":" + address.getPort();
    }

    /** Path and query. */
    static String path(URI address) {
        return address.getRawQuery() == null
                ? address.getRawPath()
                : address.getRawPath() + "?" + address.getRawQuery();
    }

    private static String encoded(String path) {
        StringBuilder out = new StringBuilder(path.length());
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < bytes.length; i++) {
            char c = (char) (bytes[i] & 0xff);
            boolean alphanumeric = c < 0x80 && Character.isLetterOrDigit(c);
            boolean encoding = c == '%' && i + 2 < bytes.length && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2]);
            if (alphanumeric || encoding || ALLOWED.indexOf(c) >= 0) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
            }
        }
        return out.toString();
    }
}
