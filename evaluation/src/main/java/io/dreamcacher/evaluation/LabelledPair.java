package io.dreamcacher.evaluation;

/**
 * Two prompts and what people say of them.
 *
 * @param asked the prompt somebody asks for
 * @param stored the prompt of a remembered image
 * @param same whether an image of the stored one answers the asked one
 * @param kind of pair, to count by
 */
public record LabelledPair(String asked, String stored, boolean same, String kind) {}
