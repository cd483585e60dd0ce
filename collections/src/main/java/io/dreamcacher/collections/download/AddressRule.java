package io.dreamcacher.collections.download;

import io.dreamcacher.network.PublicAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Which hosts may be asked: those whose addresses are all public, and others only for a link that names one outright, as an
 * address or {@code localhost}. The platform keeps the addresses of a name for the connection that follows.
 */
final class AddressRule {
    private final PublicAddress.Resolver resolver;
    private final boolean nearHosts;

    /** @param nearHosts whether any host may be asked */
    AddressRule(PublicAddress.Resolver resolver, boolean nearHosts) {
        this.resolver = resolver;
        this.nearHosts = nearHosts;
    }

    /** Whether a link itself names this machine or its network. */
    boolean isNear(URI link) {
        String host = link.getHost().toLowerCase(Locale.ROOT);
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return true;
        }
        boolean literal = host.startsWith("[") || host.matches("\\d{1,3}(\\.\\d{1,3}){3}");
        try {
            return literal && !PublicAddress.is(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /**
     * Makes sure that a host may be asked.
     *
     * @param nearLink whether the link that led here names this machine or its network itself
     */
    void require(URI address, boolean nearLink) throws FetchFailure {
        String host = address.getHost();
        try {
            Optional<InetAddress> near = PublicAddress.near(host, resolver);
            if (near.isPresent() && !nearLink && !nearHosts) {
                throw FetchFailure.lasting("%s is %s, which is of this machine or its network"
                        .formatted(host, near.get().getHostAddress()));
            }
        } catch (UnknownHostException e) {
            throw FetchFailure.temporary("there is no host " + host);
        }
    }
}
