/**
 * The Hugging Face hub: a client that downloads what the engine needs of a model repository, and the cache it shares
 * with Python's huggingface_hub (1.x layout), so that nothing is downloaded twice. A model that lies in the cache is
 * used without asking the hub; only a pull asks. Everything blocks.
 */
@NullMarked
package io.dreamcacher.diffusion.hub;

import org.jspecify.annotations.NullMarked;
