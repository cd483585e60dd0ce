package io.dreamcacher.cli.client;

import java.util.Optional;

/**
 * A remembered prompt.
 *
 * @param text the prompt
 * @param uses how often it was asked for
 * @param picture address of the picture that answers it
 */
public record SuggestionView(String text, long uses, Optional<String> picture) {}
