/**
 * The embedded index: generations and prompts in one Lucene index, derived from the catalogue. Nothing of Lucene shows
 * outside, but for the vectors format that Lucene itself looks up by name.
 */
@NullMarked
package io.dreamcacher.lucene;

import org.jspecify.annotations.NullMarked;
