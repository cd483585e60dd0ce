/**
 * What the reuse decision knows of English: the words of a prompt, the phrases they form, who does what to whom, and what
 * of it another prompt says too. Tagging is OpenNLP's, dictionary forms and meanings are WordNet's.
 */
@NullMarked
package io.dreamcacher.language;

import org.jspecify.annotations.NullMarked;
