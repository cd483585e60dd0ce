/**
 * Models as they lie on a disk: weight files in the safetensors format, folders and single files of every layout, ONNX
 * exports, adapters (LoRA) and textual inversions. Opening reads configs, vocabularies and headers; numbers are read when
 * a network is loaded. Model folders are only read; what is worth keeping about them goes to a cache folder.
 */
@NullMarked
package io.dreamcacher.diffusion.model;

import org.jspecify.annotations.NullMarked;
