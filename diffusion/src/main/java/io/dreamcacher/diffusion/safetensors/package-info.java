/**
 * Weight files in the safetensors format: an eight-byte length, a JSON header that gives every tensor's type, shape and
 * place, then the tensors' bytes. Headers are validated in full when a file is opened; tensors are read on demand.
 */
@NullMarked
package io.dreamcacher.diffusion.safetensors;

import org.jspecify.annotations.NullMarked;
