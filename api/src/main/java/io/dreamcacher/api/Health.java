package io.dreamcacher.api;

/**
 * How a service is.
 *
 * @param status UP, STARTING, STOPPING or DOWN
 * @param uncountedAnswers answers from memory that wait to be counted because the catalogue cannot be written; 0 when all
 *        is well
 */
public record Health(String status, long uncountedAnswers) {}
