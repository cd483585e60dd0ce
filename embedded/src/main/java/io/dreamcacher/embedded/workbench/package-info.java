/**
 * The parts of a model, each by itself and without a memory: what a tokenizer makes of a text, what CLIP sees of a
 * image and which vectors it makes, what conditions a U-Net, what an autoencoder loses. A
 * {@link io.dreamcacher.embedded.Workbench} hands them out.
 */
@NullMarked
package io.dreamcacher.embedded.workbench;

import org.jspecify.annotations.NullMarked;
