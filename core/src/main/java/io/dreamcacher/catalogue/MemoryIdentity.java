package io.dreamcacher.catalogue;

import io.dreamcacher.embedding.EncoderDescription;

/**
 * What a memory is fixed to at its creation.
 *
 * @param clip where its one search CLIP lies, as given when the memory was made
 * @param encoder what vectors that CLIP makes; others are refused
 */
public record MemoryIdentity(String clip, EncoderDescription encoder) {}
