package io.dreamcacher.api;

/**
 * How a service is.
 *
 * @param status UP, STARTING, STOPPING or DOWN
 * @param uncountedAnswers answers from memory that wait to be counted because the catalogue cannot be written; 0 when all
 *        is well
 * @param faultyImages remembered images whose file was missing or another one when it was last looked at; 0 when all is
 *        well
 */
public record Health(String status, long uncountedAnswers, long faultyImages) {}
