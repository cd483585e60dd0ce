package io.dreamcacher.embedded.workbench;

/**
 * One piece of a text.
 *
 * @param id from 0 up to the size of the vocabulary
 * @param piece as the vocabulary spells it: bytes in GPT-2's printable alphabet, {@code </w>} where a word ends
 */
public record Token(int id, String piece) {}
