package io.dreamcacher.request;

import io.dreamcacher.failure.DreamCacherException;
import java.util.Optional;

/**
 * What else changes an image, off unless asked for: how the prompt is read, and what the image starts from.
 *
 * @param guidanceRescale share by which guidance gives back the prompt's own contrast (Lin et al. 2023, section 3.4), 0
 *        (off) to 1
 * @param clipSkip how many of the text encoder's last layers are left out, 0 (none) to 24, as diffusers counts them;
 *        AUTOMATIC1111's number is one more
 * @param promptSyntax whether signs in the prompts mean something
 * @param longPrompts what becomes of prompts beyond the window
 * @param variation a start between two seeds
 * @param start the image this one is made from
 * @param eta how much fresh noise each step of the schedulers that have a choice mixes in, 0 (off, as in diffusers'
 *        pipelines) to 1: DDIM's eta (Song et al. 2020, formula 16), TCD's gamma (Zheng et al. 2024)
 */
public record Conditioning(double guidanceRescale, int clipSkip, PromptSyntax promptSyntax, LongPrompts longPrompts,
        Optional<SeedVariation> variation, Optional<InitImageReference> start, double eta) {

    /** Everything off. */
    public static final Conditioning NONE = new Conditioning(0, 0, PromptSyntax.PLAIN, LongPrompts.CUT,
            Optional.empty(), Optional.empty(), 0);

    private static final int MOST_SKIPPED = 24;

    /** Refuses values no model can use. */
    public Conditioning {
        if (!(guidanceRescale >= 0) || guidanceRescale > 1) {
            throw DreamCacherException.badRequest(
                    "guidanceRescale must be from 0 to 1, but %s was given.".formatted(guidanceRescale));
        }
        if (!(eta >= 0) || eta > 1) {
            throw DreamCacherException.badRequest("eta must be from 0 to 1, but %s was given.".formatted(eta));
        }
        guidanceRescale += 0.0; // -0.0 is 0.0, lest one request has two identities
        eta += 0.0;
        if (clipSkip < 0 || clipSkip > MOST_SKIPPED) {
            throw DreamCacherException.badRequest(
                    "clipSkip must be from 0 to %d, but %d was given.".formatted(MOST_SKIPPED, clipSkip));
        }
    }

    /** With another guidance rescale. */
    public Conditioning withGuidanceRescale(double value) {
        return new Conditioning(value, clipSkip, promptSyntax, longPrompts, variation, start, eta);
    }

    /** With another clip skip. */
    public Conditioning withClipSkip(int value) {
        return new Conditioning(guidanceRescale, value, promptSyntax, longPrompts, variation, start, eta);
    }

    /** With another prompt syntax. */
    public Conditioning withPromptSyntax(PromptSyntax value) {
        return new Conditioning(guidanceRescale, clipSkip, value, longPrompts, variation, start, eta);
    }

    /** With another treatment of long prompts. */
    public Conditioning withLongPrompts(LongPrompts value) {
        return new Conditioning(guidanceRescale, clipSkip, promptSyntax, value, variation, start, eta);
    }

    /** With a start between two seeds. */
    public Conditioning withVariation(SeedVariation value) {
        return new Conditioning(guidanceRescale, clipSkip, promptSyntax, longPrompts, Optional.of(value), start, eta);
    }

    /** With an image to start from. */
    public Conditioning withInitImage(InitImageReference value) {
        return new Conditioning(guidanceRescale, clipSkip, promptSyntax, longPrompts, variation, Optional.of(value),
                eta);
    }

    /** Without an image to start from. */
    public Conditioning withoutInitImage() {
        return new Conditioning(guidanceRescale, clipSkip, promptSyntax, longPrompts, variation, Optional.empty(), eta);
    }

    /** With another share of fresh noise. */
    public Conditioning withEta(double value) {
        return new Conditioning(guidanceRescale, clipSkip, promptSyntax, longPrompts, variation, start, value);
    }

    /**
     * One line that is equal for equal values only, as {@link #parse} reads it; empty for {@link #NONE}. It is part of a
     * request's identity and is what is kept of a remembered image.
     */
    public String text() {
        return ConditioningText.of(this);
    }

    /**
     * Reads {@link #text}.
     *
     * @throws IllegalArgumentException if it is not such a line
     */
    public static Conditioning parse(String text) {
        return ConditioningText.parse(text);
    }
}
