package io.dreamcacher.server;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.embedded.MemoryOptions;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.request.MemoryIntent;
import java.util.Optional;

/**
 * How a service is started.
 *
 * @param memory what it serves
 * @param host name or address to listen at; everything but this machine's own trusts the network
 * @param port to listen at, 0 for any free one
 * @param limits of one request
 * @param reuse what is wanted of the memory where a request says nothing
 * @param images where they are kept from now on; empty for where they are
 */
public record ServiceOptions(MemoryOptions memory, String host, int port, ServiceLimits limits,
        MemoryIntent reuse, Optional<String> images) {

    /** Only this machine. */
    public static final String USUAL_HOST = "127.0.0.1";
    /** The page's usual port. */
    public static final int USUAL_PORT = 7860;

    /** Refuses ports that cannot be. */
    public ServiceOptions {
        if (port < 0 || port > 65_535) {
            throw DreamCacherException
                    .badRequest("A port is a number from 0 to 65535, but --port %d was given.".formatted(port));
        }
        if (host.isBlank()) {
            throw DreamCacherException.badRequest("The host to listen at must be a name or address, but is empty.");
        }
    }

    /** Port 7860 of this machine, with the usual limits. */
    public static ServiceOptions of(MemoryOptions memory) {
        return new ServiceOptions(memory, USUAL_HOST, USUAL_PORT, ServiceLimits.USUAL, MemoryIntent.USUAL,
                Optional.empty());
    }

    /** These options for another memory. */
    public ServiceOptions withMemory(MemoryOptions value) {
        return new ServiceOptions(value, host, port, limits, reuse, images);
    }

    /** These options for another host. */
    public ServiceOptions withHost(String value) {
        return new ServiceOptions(memory, value, port, limits, reuse, images);
    }

    /** These options for another port. */
    public ServiceOptions withPort(int value) {
        return new ServiceOptions(memory, host, value, limits, reuse, images);
    }

    /** These options with other limits. */
    public ServiceOptions withLimits(ServiceLimits value) {
        return new ServiceOptions(memory, host, port, value, reuse, images);
    }
}
