package io.dreamcacher.server;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/** Says as a problem what Tomcat refuses before any of our code sees it, such as a malformed address. */
final class ProblemValve extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable failure) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            Problems.write(response.getResponse(),
                    response.getStatus() < 500
                            ? Problem.ofStatus(response.getStatus(), "The request is not well-formed HTTP.")
                            : Problem.internal());
            response.finishResponse();
        } catch (IOException e) {
            return; // the client is gone
        }
    }
}
