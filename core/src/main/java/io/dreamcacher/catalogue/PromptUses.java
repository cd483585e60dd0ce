package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;

/**
 * How often a prompt was asked for, after it was asked for once more.
 *
 * @param number position in the history of uses, 1 or more
 * @param scope whose memory the prompt is in
 * @param key the prompt
 * @param uses how often, all in all
 */
public record PromptUses(long number, Scope scope, PromptKey key, long uses) {}
