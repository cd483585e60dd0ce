/**
 * How often a reuse decision is right: labelled pairs of prompts, rates with their bounds, curves, and the fits that make
 * calibrations of pairs.
 */
@NullMarked
package io.dreamcacher.evaluation;

import org.jspecify.annotations.NullMarked;
