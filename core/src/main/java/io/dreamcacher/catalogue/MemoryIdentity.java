package io.dreamcacher.catalogue;

import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.model.ModelRef;

/**
 * What a memory is fixed to at its creation.
 *
 * @param clip what its one search CLIP is called: no place of one machine
 * @param encoder what vectors that CLIP makes; others are refused
 */
public record MemoryIdentity(ModelRef clip, EncoderDescription encoder) {}
