package io.dreamcacher.cli;

import java.util.Optional;

/**
 * A remembered prompt.
 *
 * @param text the prompt
 * @param uses how often it was asked for
 * @param picture address of the picture that answers it
 */
record SuggestionView(String text, long uses, Optional<String> picture) {}
