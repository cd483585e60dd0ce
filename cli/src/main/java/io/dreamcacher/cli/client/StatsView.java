package io.dreamcacher.cli.client;

/**
 * What the memory holds and did, in the words the service uses too.
 *
 * @param generations pictures remembered
 * @param prompts distinct prompts remembered
 * @param imageBytes of all pictures
 * @param requests pictures asked for
 * @param exact answered by the same request's picture
 * @param similar answered by a near picture
 * @param generated pictures made
 * @param hitShare share from memory, 0 to 1
 * @param millisecondsSaved by not generating
 * @param millisecondsGenerating spent on generating
 * @param indexed pictures in the index
 */
public record StatsView(long generations, long prompts, long imageBytes, long requests, long exact, long similar,
        long generated, double hitShare, long millisecondsSaved, long millisecondsGenerating, long indexed) {}
