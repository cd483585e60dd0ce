/**
 * The networks of CLIP and Stable Diffusion, written once from their papers and reference implementations (transformers
 * 5.18, diffusers 0.40). Each is built from a repository's config.json and weights, so that another model of the same
 * family needs no code: it writes an ONNX graph whose weights are the unmodified files, which ONNX Runtime runs.
 */
@NullMarked
package io.dreamcacher.diffusion.network;

import org.jspecify.annotations.NullMarked;
