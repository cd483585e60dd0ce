package io.dreamcacher.catalogue;

import io.dreamcacher.access.Scope;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.GenerationId;
import java.util.Optional;

/**
 * A prompt somebody asked for, or warmed up: what suggestions are made of.
 *
 * @param scope whose memory it is in
 * @param key the prompt without case, punctuation and space; one entry a key and scope
 * @param text as it was first written
 * @param uses how often it was asked for; 0 when it was only embedded
 * @param vector in prompt space
 * @param image the image that answers it; empty for prompts without images
 */
public record RememberedPrompt(Scope scope, PromptKey key, String text, long uses, Embedding vector,
        Optional<GenerationId> image) {}
