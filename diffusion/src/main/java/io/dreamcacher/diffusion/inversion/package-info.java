/**
 * Textual inversion: small files that teach a text encoder new words (Gal et al. 2022), put into its vocabulary before it
 * is loaded.
 */
@NullMarked
package io.dreamcacher.diffusion.inversion;

import org.jspecify.annotations.NullMarked;
