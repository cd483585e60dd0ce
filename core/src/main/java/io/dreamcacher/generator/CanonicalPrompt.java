package io.dreamcacher.generator;

import java.util.OptionalInt;

/**
 * What of a prompt reaches the model.
 *
 * @param text equal for two prompts if and only if no generation can tell them apart: token ids before cutting in
 *        process, stripped NFC text in front of somebody else's generator
 * @param cutAt index into the prompt of the first character the model does not see; empty when it sees all
 */
public record CanonicalPrompt(String text, OptionalInt cutAt) {
    /** Whether the model sees only the beginning. */
    public boolean cut() {
        return cutAt.isPresent();
    }
}
