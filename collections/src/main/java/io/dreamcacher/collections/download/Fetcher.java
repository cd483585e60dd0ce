package io.dreamcacher.collections.download;

import java.net.URI;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Fetches what links lead to, over redirects, with manners. Thread-safe. */
final class Fetcher {
    /** As browsers and img2dataset's urllib do. */
    private static final int MOST_REDIRECTS = 10;

    private final WebClient client;
    private final AddressRule addresses;
    private final RobotsRules robots;
    private final Manners manners;
    private final int mostBytes;

    Fetcher(WebClient client, AddressRule addresses, Manners manners, int mostBytes) {
        this.client = client;
        this.addresses = addresses;
        this.robots = new RobotsRules(client, addresses);
        this.manners = manners;
        this.mostBytes = mostBytes;
    }

    /**
     * The answer with the bytes of a file; the caller closes it.
     *
     * @throws FetchFailure if there is none, or it is not to be taken
     */
    WebAnswer fetch(Link link) throws FetchFailure, InterruptedException {
        URI address = WebAddress.of(link.url()).orElseThrow(() -> FetchFailure.lasting("no address of http or https"));
        boolean near = addresses.isNear(address);
        Set<URI> seen = new HashSet<>();
        while (true) {
            requireNew(address, seen);
            addresses.require(address, near);
            if (manners.robots()) {
                robots.require(address, near);
            }
            WebAnswer answer = client.ask(address, new WebClient.Wanted(mostBytes, false, manners.optOuts()));
            Optional<String> location = answer.location();
            if (location.isEmpty()) {
                return taken(answer);
            }
            answer.close();
            address = WebAddress.redirected(address, location.get())
                    .orElseThrow(() -> FetchFailure.lasting("redirects to no address of http or https"));
        }
    }

    private static void requireNew(URI address, Set<URI> seen) throws FetchFailure {
        if (!seen.add(address)) {
            throw FetchFailure.lasting("redirects in a circle");
        }
        if (seen.size() > MOST_REDIRECTS + 1) {
            throw FetchFailure.lasting("redirects more than %d times".formatted(MOST_REDIRECTS));
        }
    }

    private WebAnswer taken(WebAnswer answer) throws FetchFailure {
        Optional<String> optOut = manners.optOuts() ? WebClient.optOut(answer.headers()) : Optional.empty();
        if (answer.status() == WebAnswer.OK && optOut.isEmpty()) {
            return answer;
        }
        answer.close();
        throw FetchFailure.lasting(answer.status() == WebAnswer.OK
                ? "X-Robots-Tag: " + optOut.orElseThrow()
                : "HTTP " + answer.status());
    }
}
