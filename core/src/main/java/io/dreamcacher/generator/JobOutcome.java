package io.dreamcacher.generator;

import io.dreamcacher.media.ImageFile;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** What became of a job that did not fail: an image, or a refusal. */
public sealed interface JobOutcome {
    /**
     * An image.
     *
     * @param file a whole file as the generator encoded it; its type is what the bytes are. It is of the size that was asked
     *        for; one of another size is taken for what it is, and answers no later request for the size asked for
     * @param seed that started the noise, whoever chose it; absent where the generator has none, or tells none
     * @param revisedPrompt what the generator made of the prompt, and drew; absent where it drew the prompt itself
     * @param flagged whether the generator's safety checker objected to the image; {@code false} where nothing was checked
     */
    record GeneratedImage(ImageFile file, OptionalLong seed, Optional<String> revisedPrompt, boolean flagged)
            implements
                JobOutcome {
        /** An image of the prompt as it is, that nobody objected to. */
        public GeneratedImage(ImageFile file, OptionalLong seed) {
            this(file, seed, Optional.empty(), false);
        }
    }

    /**
     * The generator's rules forbid the image; asked again, it would refuse again.
     *
     * @param reason in the generator's own words, on one line
     */
    record RefusedByPolicy(String reason) implements JobOutcome {
        private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}]+");
        private static final int LONGEST = 500;

        /** Makes one line of it, at most 500 characters long. */
        public RefusedByPolicy {
            reason = BREAKS.matcher(reason).replaceAll(" ").strip();
            if (reason.length() > LONGEST) {
                reason = reason.substring(0, reason.offsetByCodePoints(0, reason.codePointCount(0, LONGEST) - 1)) + "…";
            }
        }
    }
}
