package io.dreamcacher.server.security;

import io.dreamcacher.api.Problem;
import io.dreamcacher.api.ServiceLimits;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.coyote.ErrorState;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * One client's connection, watched: Tomcat's own time limits begin anew with each byte, so that a client that sends one now
 * and then holds a connection and a body for ever. A header must be whole within the limit, a body too, and all bodies
 * share a {@link ByteBudget}. Also tells whether the client has left. Used by the thread that serves the connection.
 */
public final class ClientConnection extends Http11Processor {
    private static final ThreadLocal<ClientConnection> CURRENT = new ThreadLocal<>();

    private final Duration limit;
    private final ByteBudget budget;
    private long bodyBytes;
    private long bodyDeadline;
    private long taken;

    private ClientConnection(AbstractHttp11Protocol<?> protocol, Duration limit, ByteBudget budget) {
        super(protocol, protocol.getAdapter());
        this.limit = limit;
        this.budget = budget;
        request.setInputBuffer(new WatchedBody(request.getInputBuffer()));
    }

    /** HTTP 1.1 over watched connections; Tomcat makes it by its class's name, which therefore is public. */
    public static final class Protocol extends Http11NioProtocol {
        private Duration limit = Duration.ofSeconds(ServiceLimits.USUAL.sendSeconds());
        private ByteBudget budget = ByteBudget.ofBodies(ServiceLimits.USUAL);

        /** Made by Tomcat. */
        public Protocol() {}

        void setLimits(ServiceLimits limits) {
            limit = Duration.ofSeconds(limits.sendSeconds());
            budget = ByteBudget.ofBodies(limits);
        }

        ByteBudget budget() {
            return budget;
        }

        @Override
        protected ClientConnection createProcessor() {
            return new ClientConnection(this, limit, budget);
        }
    }

    /** The connection this thread serves; empty outside a request. */
    public static Optional<ClientConnection> current() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Whether the client has closed its end; only true when it surely has. */
    public boolean clientLeft() {
        SocketWrapperBase<?> socket = socketWrapper;
        if (socket == null) {
            return true;
        }
        try {
            socket.isReadyForRead(); // what came meanwhile stays in the socket's buffer
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        CURRENT.set(this);
        try {
            SocketState state = super.service(socket);
            return state == SocketState.LONG ? withinLimit(socket) : state;
        } finally {
            CURRENT.remove();
            endBody();
        }
    }

    /** The header is not whole yet: the poller closes the connection when the rest of the limit passes. */
    private SocketState withinLimit(SocketWrapperBase<?> socket) {
        long begun = request.getStartTimeNanos();
        if (begun < 0) {
            return SocketState.LONG;
        }
        long left = limit.toMillis() - Duration.ofNanos(System.nanoTime() - begun).toMillis();
        if (left <= 0) {
            return SocketState.CLOSED;
        }
        socket.setReadTimeout(left);
        return SocketState.LONG;
    }

    private void endBody() {
        budget.giveBack(taken);
        taken = 0;
        bodyBytes = 0;
    }

    /** A request's body as it comes. */
    private final class WatchedBody implements InputBuffer {
        private final InputBuffer body;

        WatchedBody(InputBuffer body) {
            this.body = body;
        }

        @Override
        public int doRead(ApplicationBufferHandler handler) throws IOException {
            if (request.getBytesRead() == 0) {
                endBody(); // of the request before, on the same connection
                bodyDeadline = System.nanoTime() + limit.toNanos();
            }
            long left = Duration.ofNanos(bodyDeadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw closing(ClientConnection.this::tooSlow);
            }
            socketWrapper.setReadTimeout(left);
            try {
                int read = body.doRead(handler);
                count(Math.max(0, read));
                return read;
            } catch (SocketTimeoutException e) {
                throw closing(ClientConnection.this::tooSlow);
            }
        }

        @Override
        public int available() {
            return body.available();
        }
    }

    private void count(int read) {
        bodyBytes += read;
        int large = (int) Math.min(read, bodyBytes - ByteBudget.FREE);
        if (large > 0) {
            try {
                budget.take(large);
            } catch (RuntimeException e) {
                throw closing(() -> e);
            }
            taken += large;
        }
    }

    private RuntimeException tooSlow() {
        return new Refused(Problem.ofStatus(408,
                "A body must have arrived whole %d s after its first byte, but this one has not; send it again."
                        .formatted(limit.toSeconds())));
    }

    /** What of the body is still to come is not waited for. */
    private RuntimeException closing(Supplier<RuntimeException> failure) {
        setErrorState(ErrorState.CLOSE_CLEAN, null);
        return failure.get();
    }
}
