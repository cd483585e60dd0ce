package io.dreamcacher.server.security;

import io.dreamcacher.api.ServiceLimits;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;

/** A request whose body ends with an exception when it is longer than allowed, however it is sent. */
final class BodyLimit extends HttpServletRequestWrapper {
    private final ServiceLimits limits;

    BodyLimit(HttpServletRequest request, ServiceLimits limits) {
        super(request);
        this.limits = limits;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        return new Counted(super.getInputStream(), limits);
    }

    private static final class Counted extends ServletInputStream {
        private final ServletInputStream in;
        private final ServiceLimits limits;
        private long left;

        Counted(ServletInputStream in, ServiceLimits limits) {
            this.in = in;
            this.limits = limits;
            this.left = limits.uploadBytes();
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            count(Math.max(0, read));
            return read;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw new Refused(ProblemResponse.tooLarge(limits));
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
