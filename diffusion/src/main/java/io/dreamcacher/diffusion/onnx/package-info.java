/**
 * Neural-network graphs in the ONNX format, written in Java and run by ONNX Runtime. A graph refers to the unmodified
 * weight files as external data; nothing is converted and nothing is copied.
 */
@NullMarked
package io.dreamcacher.diffusion.onnx;

import org.jspecify.annotations.NullMarked;
