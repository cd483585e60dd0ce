package io.dreamcacher.api;

import java.util.List;
import java.util.Optional;

/**
 * Prompts to remember without images.
 *
 * @param prompts any number that fits a body
 */
public record Prompts(@Needed Optional<List<String>> prompts) {}
