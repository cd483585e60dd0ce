package io.dreamcacher.memory;

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

    /** Nothing fitted; the image is new. */
    record Generated() implements Outcome {
        @Override
        public String name() {
            return "GENERATED";
        }
    }
}
