/**
 * LoRA: small files of low-rank changes to a network's weights (Hu et al. 2021), merged into the weights before a network
 * is loaded.
 */
@NullMarked
package io.dreamcacher.diffusion.lora;

import org.jspecify.annotations.NullMarked;
