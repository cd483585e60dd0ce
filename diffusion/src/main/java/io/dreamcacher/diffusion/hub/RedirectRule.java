package io.dreamcacher.diffusion.hub;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.network.PublicAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where a hub may redirect to: not to addresses that mean something else on this machine than on the hub's (this
 * machine itself, its network, the metadata service of its cloud), unless the hub is at such an address itself. A name is
 * judged by all addresses it has; the platform remembers them until the connection is made, so that another answer of
 * the name server cannot come between.
 */
final class RedirectRule {
    private final HubSettings settings;
    private final PublicAddress.Resolver resolver;

    RedirectRule(HubSettings settings, PublicAddress.Resolver resolver) {
        this.settings = settings;
        this.resolver = resolver;
    }

    /**
     * Makes sure that an address may be followed.
     *
     * @throws DreamCacherException {@code BAD_MODEL} if it is not
     */
    void requireAllowed(URI address) {
        if (settings.isOwn(address)) {
            return;
        }
        Optional<InetAddress> near = near(address.getHost());
        if (near.isPresent() && near(settings.endpoint().getHost()).isEmpty()) {
            throw new DreamCacherException(FailureCategory.BAD_MODEL,
                    "%s must redirect to public addresses only; it redirects to %s (%s), which is one of this machine or its network. Nothing was sent there; check HF_ENDPOINT and the network."
                            .formatted(settings.host(), address.getHost(), near.get().getHostAddress()));
        }
    }

    /** The first address of a host that is not public. Empty too for an unknown host: no connection will be made. */
    private Optional<InetAddress> near(String host) {
        try {
            return PublicAddress.near(host, resolver);
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
