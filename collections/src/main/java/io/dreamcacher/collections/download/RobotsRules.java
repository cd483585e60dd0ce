package io.dreamcacher.collections.download;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the robots.txt of each origin says, asked for once in a run (RFC 9309, section 2.3): none there allows all, none to be
 * had forbids all. Of 10,000 origins the last asked are kept. Thread-safe.
 */
final class RobotsRules {
    private static final int MOST_ORIGINS = 10_000;
    private static final int MOST_REDIRECTS = 5;
    private static final WebClient.Wanted WANTED = new WebClient.Wanted(RobotsTxt.MOST_BYTES, true, false);

    private final WebClient client;
    private final AddressRule addresses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, CompletableFuture<Found>> byOrigin = new LinkedHashMap<>(16, 0.75f, true);

    /** What came of asking. */
    private sealed interface Found {
        /** The rules. */
        record Rules(RobotsTxt robots) implements Found {}

        /** Why there are none to be had. */
        record Unreachable(String reason) implements Found {}
    }

    RobotsRules(WebClient client, AddressRule addresses) {
        this.client = client;
        this.addresses = addresses;
    }

    /**
     * Makes sure that an address may be asked for.
     *
     * @param nearLink whether the link that led here names this machine or its network itself
     */
    void require(URI address, boolean nearLink) throws FetchFailure, InterruptedException {
        String host = WebAddress.host(address);
        switch (found(address, nearLink)) {
            case Found.Rules(RobotsTxt robots) -> {
                if (!robots.allows(WebAddress.path(address))) {
                    throw FetchFailure.lasting("robots.txt of %s disallows it".formatted(host));
                }
            }
            case Found.Unreachable(String reason) -> throw FetchFailure
                    .lasting("robots.txt of %s cannot be had (%s), which disallows all".formatted(host, reason));
        }
    }

    private Found found(URI address, boolean nearLink) throws InterruptedException {
        String origin = address.getScheme() + "://" + WebAddress.host(address);
        CompletableFuture<Found> mine = new CompletableFuture<>();
        @Nullable
        CompletableFuture<Found> earlier = earlier(origin, mine);
        if (earlier == null) {
            ask(URI.create(origin + "/robots.txt"), nearLink, mine);
        }
        try {
            return (earlier == null ? mine : earlier).get();
        } catch (ExecutionException | CancellationException e) {
            return new Found.Unreachable("was interrupted");
        }
    }

    private @Nullable CompletableFuture<Found> earlier(String origin, CompletableFuture<Found> mine) {
        lock.lock();
        try {
            @Nullable
            CompletableFuture<Found> earlier = byOrigin.putIfAbsent(origin, mine);
            if (byOrigin.size() > MOST_ORIGINS) {
                byOrigin.remove(byOrigin.keySet().iterator().next());
            }
            return earlier;
        } finally {
            lock.unlock();
        }
    }

    private void ask(URI file, boolean nearLink, CompletableFuture<Found> answer) throws InterruptedException {
        try {
            answer.complete(new Found.Rules(rules(file, nearLink)));
        } catch (FetchFailure e) {
            answer.complete(new Found.Unreachable(e.getMessage()));
        } finally {
            answer.cancel(false); // nobody waits for ever for what was interrupted
        }
    }

    private RobotsTxt rules(URI file, boolean nearLink) throws FetchFailure, InterruptedException {
        URI address = file;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            addresses.require(address, nearLink);
            try (WebAnswer answer = client.ask(address, WANTED)) {
                if (answer.status() == WebAnswer.OK) {
                    return RobotsTxt.parse(answer.body());
                }
                if (answer.status() >= 500) {
                    throw FetchFailure.lasting("HTTP " + answer.status());
                }
                URI from = address;
                Optional<URI> next = answer.location().flatMap(location -> WebAddress.redirected(from, location));
                if (next.isEmpty()) {
                    return RobotsTxt.ALLOWS_ALL;
                }
                address = next.get();
            }
        }
        return RobotsTxt.ALLOWS_ALL; // as the section on redirects has it
    }
}
