/** What a model is called, what it is made of, and how it computes. */
@NullMarked
package io.dreamcacher.model;

import org.jspecify.annotations.NullMarked;
