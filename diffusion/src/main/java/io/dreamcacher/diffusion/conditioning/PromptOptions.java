package io.dreamcacher.diffusion.conditioning;

import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.LongPrompts;
import io.dreamcacher.request.PromptSyntax;

/**
 * How prompts are read.
 *
 * @param clipSkip how many of the text encoder's last layers the prompt's states leave out, 0 or more, as diffusers
 *        counts them
 * @param syntax whether signs mean something
 * @param longPrompts what becomes of what does not fit the window
 */
public record PromptOptions(int clipSkip, PromptSyntax syntax, LongPrompts longPrompts) {

    /** As diffusers reads prompts when nothing else is asked for. */
    public static final PromptOptions DEFAULT = new PromptOptions(0, PromptSyntax.PLAIN, LongPrompts.CUT);

    /** Refuses a negative number of layers. */
    public PromptOptions {
        if (clipSkip < 0) {
            throw new IllegalArgumentException("clipSkip must be 0 or more; found " + clipSkip);
        }
    }

    /** What a request says of it. */
    public static PromptOptions of(Conditioning conditioning) {
        return new PromptOptions(conditioning.clipSkip(), conditioning.promptSyntax(), conditioning.longPrompts());
    }

    /** With another clip skip. */
    public PromptOptions withClipSkip(int value) {
        return new PromptOptions(value, syntax, longPrompts);
    }

    /** With another syntax. */
    public PromptOptions withSyntax(PromptSyntax value) {
        return new PromptOptions(clipSkip, value, longPrompts);
    }

    /** With another treatment of long prompts. */
    public PromptOptions withLongPrompts(LongPrompts value) {
        return new PromptOptions(clipSkip, syntax, value);
    }
}
