/**
 * What the reuse decision knows of English: the words of a prompt, how they depend on one another, who does what to whom, and what of
 * it another prompt says too. Classes are OpenNLP's, dictionary forms and meanings WordNet's; the parser's model is trained here.
 */
@NullMarked
package io.dreamcacher.language;

import org.jspecify.annotations.NullMarked;
