package io.dreamcacher.server.http;

import io.dreamcacher.api.Problem;
import io.dreamcacher.server.security.ProblemResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Says as a problem what Tomcat refuses before any of our code sees it, such as a malformed address. */
final class ProblemValve extends ErrorReportValve {
    /** In our words: those of the container speak of its own workings. */
    static Problem problem(int status) {
        return switch (status) {
            case 400 -> Problem.ofStatus(400,
                    "The request is not well-formed HTTP/1.1 with a Host, or its first line and headers have more than 8 KiB together.");
            case 404 ->
                Problem.notFound("There is nothing at this address; the addresses are listed at /api/v1/openapi.json.");
            case 405 -> Problem.ofStatus(405,
                    "This method is not possible here; the addresses and their methods are listed at /api/v1/openapi.json.");
            case 408 -> Problem.ofStatus(408, "The request must arrive sooner than it did; send it again.");
            case 411 ->
                Problem.ofStatus(411, "The request must say how long its body is, in Content-Length, but does not.");
            case 413 -> Problem.ofStatus(413, "The body has more bytes than this address takes; send less.");
            case 414 ->
                Problem.ofStatus(414, "The address is longer than the service reads; send what is long in a body.");
            case 417 -> Problem.ofStatus(417,
                    "The only expectation that can be met is 100-continue, but the header Expect says another.");
            case 431 -> Problem.ofStatus(431,
                    "The header has more bytes than the service reads; send fewer or shorter fields.");
            case 501 -> Problem.ofStatus(501,
                    "The request's method or Transfer-Encoding is not known here; use the methods listed at /api/v1/openapi.json, and chunked or no Transfer-Encoding.");
            case 505 -> Problem.ofStatus(505,
                    "The service speaks HTTP/1.0 and HTTP/1.1, but the request is in another version.");
            default -> status < 500
                    ? Problem.ofStatus(status,
                            "The request cannot be answered as it is (HTTP status %d).".formatted(status))
                    : Problem.internal();
        };
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            // not its facade, which takes no header once a handler has called sendError
            ProblemResponse.write(response,
                    problem(response.getStatus()));
            response.finishResponse();
        } catch (IOException e) {
            return; // the client is gone
        }
    }
}
