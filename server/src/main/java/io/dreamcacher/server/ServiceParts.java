package io.dreamcacher.server;

import io.dreamcacher.api.ServiceLimits;
import io.dreamcacher.memory.DreamMemory;
import io.dreamcacher.server.requests.LiveRequests;
import io.dreamcacher.server.requests.WarmUp;
import io.dreamcacher.server.security.Visitors;
import java.util.List;

/**
 * What the handlers of one service share.
 *
 * @param memory that answers
 * @param requests under way
 * @param warmUp in the background
 * @param readiness of the memory
 * @param limits of one request
 * @param visitors tells who asks
 * @param host the service is bound to
 */
record ServiceParts(DreamMemory memory, LiveRequests requests, WarmUp warmUp, Readiness readiness,
        ServiceLimits limits, Visitors visitors, String host) {
    /** What handlers ask for by type. */
    List<Object> beans() {
        return List.of(memory, requests, warmUp, readiness, limits, visitors);
    }
}
