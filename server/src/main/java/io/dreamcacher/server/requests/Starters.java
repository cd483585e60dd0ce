package io.dreamcacher.server.requests;

import java.util.List;
import java.util.function.Supplier;

/**
 * Prompts a model draws well, for a memory that is still empty.
 *
 * @param first a handful to try
 * @param all to make pictures of beforehand, most different first; empty when the model brings none along
 */
public record Starters(List<String> first, Supplier<List<String>> all) {
    /** A model that brings no prompts along. */
    public static final Starters NONE = new Starters(List.of(), List::of);

    /** Takes an unmodifiable copy. */
    public Starters {
        first = List.copyOf(first);
    }
}
