package io.dreamcacher.memory;

import io.dreamcacher.generation.GenerationId;

/** Where the image of an answer comes from. */
public sealed interface Outcome {
    /** The word of the JSON interfaces. */
    String name();

    /** The same request was answered before. */
    record Exact() implements Outcome {
        @Override
        public String name() {
            return "EXACT";
        }
    }

    /**
     * A remembered image is close enough, by the calibration's error budget.
     *
     * @param similarity of the two prompts, cosine
     * @param needed the least similarity that would have done
     */
    record Similar(double similarity, double needed) implements Outcome {
        @Override
        public String name() {
            return "SIMILAR";
        }
    }

    /**
     * A remembered image was near enough to begin from: what is new was finished from there.
     *
     * @param similarity of the two prompts, cosine
     * @param source the remembered image
     * @param sourcePrompt its prompt
     * @param step the first step that was run, from 0; so many were left out
     * @param of steps that an image begun from noise has
     */
    record Refined(double similarity, GenerationId source, String sourcePrompt, int step, int of) implements Outcome {
        @Override
        public String name() {
            return "REFINED";
        }
    }

    /** Nothing fitted; the image is new. */
    record Generated() implements Outcome {
        @Override
        public String name() {
            return "GENERATED";
        }
    }
}
