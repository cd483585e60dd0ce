package io.dreamcacher.collections.download;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests one by one, each in its host's turn, and again where that may help. Over TLS it speaks HTTP/2 where the server
 * does. Thread-safe.
 */
final class WebClient {
    /** As much of the body of a refusal is read, so that the connection can be used again. */
    private static final int REFUSAL_BYTES = 64 << 10;

    private final HttpClient client;
    private final DownloadLimits limits;
    private final HostTurns turns;
    private final Pauses waiting;
    private final BodyMemory memory;

    WebClient(HttpClient client, DownloadLimits limits, Pauses waiting) {
        this.client = client;
        this.limits = limits;
        this.turns = new HostTurns(limits, waiting);
        this.waiting = waiting;
        this.memory = new BodyMemory(2 * limits.threads(), limits.bytes(), Runtime.getRuntime().maxMemory());
    }

    /**
     * What is wanted of a body.
     *
     * @param mostBytes that it may have
     * @param cut whether a longer one is cut instead of refused
     * @param optOuts whether the body is left where its headers opt out
     */
    record Wanted(int mostBytes, boolean cut, boolean optOuts) {}

    /**
     * Asks until there is an answer that will not be another one soon; the caller closes it.
     *
     * @throws FetchFailure if there is none
     */
    WebAnswer ask(URI address, Wanted wanted) throws FetchFailure, InterruptedException {
        for (int failures = 1;; failures++) {
            try {
                return turns.take(WebAddress.host(address), () -> send(address, wanted));
            } catch (FetchFailure e) {
                if (!e.isTemporary() || failures > limits.retries()) {
                    throw e;
                }
                if (!e.isOfTheHost()) {
                    waiting.pause(HostTurns.pause(failures));
                }
            }
        }
    }

    private WebAnswer send(URI address, Wanted wanted) throws FetchFailure, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .version(address.getScheme().equals("https") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .timeout(limits.timeout())
                .header("User-Agent", Manners.AGENT)
                .header("Accept", "image/*, */*;q=0.1")
                .build();
        BodyMemory.Place place = memory.place();
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, info -> body(info, wanted, place));
        boolean whole = false;
        try {
            HttpResponse<byte[]> response = answer.get(limits.timeout().toNanos(), TimeUnit.NANOSECONDS);
            WebAnswer checked = checked(
                    new WebAnswer(response, place));
            whole = true;
            return checked;
        } catch (TimeoutException e) {
            throw FetchFailure.temporary(tooSlow());
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            if (!whole) {
                answer.cancel(true);
                place.close();
            }
        }
    }

    private BoundedBody body(HttpResponse.ResponseInfo info, Wanted wanted, BodyMemory.Place place) {
        long announced = info.headers().firstValueAsLong("Content-Length").orElse(-1);
        if (info.statusCode() != WebAnswer.OK) {
            return new BoundedBody(REFUSAL_BYTES, true, announced, place);
        }
        return wanted.optOuts() && optOut(info.headers()).isPresent()
                ? new BoundedBody(0, true, announced, place)
                : new BoundedBody(wanted.mostBytes(), wanted.cut(), announced, place);
    }

    static Optional<String> optOut(HttpHeaders headers) {
        return OptOut.in(headers.allValues("X-Robots-Tag"));
    }

    private WebAnswer checked(WebAnswer answer) throws FetchFailure {
        String said = "HTTP " + answer.status();
        if (answer.asksToWait()) {
            throw FetchFailure.busy(said, answer.headers()
                    .firstValue("Retry-After")
                    .flatMap(header -> RetryAfter.of(header, waiting.now())));
        }
        if (answer.isTemporary()) {
            throw FetchFailure.temporary(said);
        }
        return answer;
    }

    private FetchFailure failure(@Nullable Throwable cause) {
        if (cause instanceof BoundedBody.TooLong) {
            return FetchFailure.lasting("a file may have %,d bytes, and this has more".formatted(limits.bytes()));
        }
        if (cause instanceof HttpTimeoutException) {
            return FetchFailure.temporary(tooSlow());
        }
        if (cause instanceof ConnectException) {
            return FetchFailure.temporary("no connection can be made");
        }
        if (cause instanceof SSLException) {
            return FetchFailure.lasting("no connection that can be trusted");
        }
        return cause instanceof IOException
                ? FetchFailure.temporary("the connection ended before the answer did")
                : FetchFailure.lasting("no answer that can be understood");
    }

    private String tooSlow() {
        return "no whole answer within %s s"
                .formatted(BigDecimal.valueOf(limits.timeout().toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString());
    }
}
