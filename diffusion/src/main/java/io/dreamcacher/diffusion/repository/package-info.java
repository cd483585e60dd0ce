/**
 * Model folders as Hugging Face libraries lay them out: diffusers pipelines with a folder for each component, and single
 * transformers models; and models in one file. Folders are only read; what is worth keeping about them goes to a cache folder.
 */
@NullMarked
package io.dreamcacher.diffusion.repository;

import org.jspecify.annotations.NullMarked;
