package io.dreamcacher.server;

import io.dreamcacher.memory.DreamMemory;

/**
 * What the handlers of one service share.
 *
 * @param memory that answers
 * @param requests under way
 * @param warmUp in the background
 * @param readiness of the memory
 * @param starters of the default model
 * @param limits of one request
 * @param host the service is bound to
 * @param token of the data folder's owner
 */
record ServiceParts(DreamMemory memory, LiveRequests requests, WarmUp warmUp, Readiness readiness, Starters starters,
        ServiceLimits limits, String host, String token) {}
