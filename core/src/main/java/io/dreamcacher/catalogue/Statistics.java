package io.dreamcacher.catalogue;

import io.dreamcacher.access.Access;
import io.dreamcacher.access.Scope;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.generation.Generation;
import io.dreamcacher.generation.GenerationId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How often the memory answered, and what that saved. */
public interface Statistics {
    /**
     * Counts answers from memory, all in one transaction: totals, the uses of their prompts (new ones are remembered when
     * the use has a vector), and seen by the caller. A prompt without an image is answered by the use's from now on,
     * unless that is deleted or lies in another scope; one that has an image keeps it.
     *
     * @throws IllegalArgumentException when a vector's dimension is not the identity's; nothing is counted
     */
    void use(List<Use> uses);

    /**
     * What callers said of answers in the scopes of an access, in the order in which they said it.
     *
     * @param after number of the last one that is known, 0 to begin
     * @param limit at most this many, 1 or more
     */
    List<Judgement> judgements(Access access, long after, int limit);

    /** How many answers were judged in the scopes of an access. */
    Judged judged(Access access);

    /**
     * Prompts that an image answered from memory in the scopes of an access, the last one first; none where it only ever
     * was new.
     *
     * @param limit at most this many, 1 or more
     */
    List<Answering> answered(Access access, GenerationId image, int limit);

    /** How many images share in the answers from memory in the scopes of an access. */
    Diversity diversity(Access access);

    /** Keeps what was found out about an answer, or about one that was turned down, in the written scope. */
    void checked(Access access, Instant at, Check check);

    /** What was found out in the scopes of an access, the last first, at most this many. */
    List<Check> checks(Access access, int limit);

    /** What checks cost so far in the scopes of an access. */
    CheckCost checkCost(Access access);

    /**
     * A prompt that an image answered from memory.
     *
     * @param prompt as it was last asked for
     * @param kind how it answered last
     * @param similarity of both prompts, cosine; empty where nobody computed it
     * @param uses how often
     * @param at when last
     */
    record Answering(String prompt, Use.Kind kind, OptionalDouble similarity, long uses, Instant at) {
        /** Cuts the time to the millisecond. */
        public Answering {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * How images share in the answers from memory.
     *
     * @param answers there were
     * @param prompts that were answered
     * @param images that answered
     * @param pairs of a prompt and an image that answered it
     * @param most answers by one image
     */
    record Diversity(long answers, long prompts, long images, long pairs, long most) {}

    /**
     * A stored image beside a new one of an asked prompt, both seen by the search model.
     *
     * @param prompt that was asked for
     * @param image the stored one
     * @param kind what the stored one was
     * @param region which prompts are like this one
     * @param loss by how much less the stored image shows the prompt: a difference of cosines
     * @param likeness of both images, cosine
     */
    record Check(PromptKey prompt, GenerationId image, Check.Kind kind, String region, double loss, double likeness) {
        /** What a checked image was to the prompt. */
        public enum Kind {
            /** It answered as SIMILAR. */
            REUSED,
            /** It was the nearest, and was turned down. */
            MISSED,
            /** It is of this very request, so that it is right. */
            SAME,
            /** The prompts contradict each other, so that it is wrong. */
            OTHER
        }
    }

    /**
     * What checks cost.
     *
     * @param images made only to check
     * @param time that took
     */
    record CheckCost(long images, Duration time) {}

    /** Counts an image that was made only to check another in the written scope. */
    void checkCost(Access access, Duration time);

    /**
     * What a caller said of an answer.
     *
     * @param number one more than any before; saying it again takes a new one
     * @param scope whose memory answered
     * @param at when, to the millisecond
     * @param verdict what was said
     */
    record Judgement(long number, Scope scope, Instant at, Verdict verdict) {
        /** Cuts the time to the millisecond. */
        public Judgement {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * Whether an image was what was wanted.
     *
     * @param prompt that was asked for
     * @param image that answered it
     * @param kind how it answered
     * @param good whether it was
     * @param similarity of both prompts, cosine; empty where nobody computed it
     */
    record Verdict(PromptKey prompt, GenerationId image, Verdict.Kind kind, boolean good, OptionalDouble similarity) {
        /** One whose similarity nobody computed. */
        public Verdict(PromptKey prompt, GenerationId image, Verdict.Kind kind, boolean good) {
            this(prompt, image, kind, good, OptionalDouble.empty());
        }

        /** How a judged image stands to the prompt that was asked for. */
        public enum Kind {
            /** It was made of this prompt: EXACT, or GENERATED. */
            OWN,
            /** It was made of another one. */
            SIMILAR,
            /** It was made of this prompt, but finished from an image of another one. */
            REFINED
        }
    }

    /**
     * Judged answers.
     *
     * @param own by images of the prompt itself
     * @param similar by images of another prompt
     * @param refined by images of the prompt that were finished from one of another
     */
    record Judged(Verdicts own, Verdicts similar, Verdicts refined) {}

    /**
     * What was said of some answers.
     *
     * @param good were what was wanted
     * @param bad were not
     */
    record Verdicts(long good, long bad) {
        /** Both together. */
        public long all() {
            return good + bad;
        }
    }

    /**
     * Counts what making an image took less than usual in the written scope, because it was finished from a stored one.
     *
     * @param time to the millisecond
     */
    void saved(Access access, Duration time);

    /** What the scopes of an access hold and did, together. */
    Totals totals(Access access);

    /**
     * What some scopes hold and did.
     *
     * @param generations images remembered
     * @param prompts distinct prompts remembered, with and without images
     * @param imageBytes of all stored images
     * @param answered how often they answered
     * @param generating time spent on making them
     * @param saved time not spent thanks to the memory
     */
    record Totals(long generations, long prompts, long imageBytes, Answered answered,
            Duration generating, Duration saved) {

        /** Of an empty memory that never answered. */
        public static final Totals NOTHING = new Totals(0, 0, 0, new Answered(0, 0, 0), Duration.ZERO, Duration.ZERO);

        /** Both together. */
        public Totals plus(Totals other) {
            return new Totals(generations + other.generations, prompts + other.prompts, imageBytes + other.imageBytes,
                    answered.plus(other.answered), generating.plus(other.generating), saved.plus(other.saved));
        }
    }

    /**
     * How often some scopes answered.
     *
     * @param exact requests answered by the same request's image
     * @param similar requests answered by a near image
     * @param refined images finished from stored ones, deleted ones included
     * @param generated images made from noise, deleted ones included
     */
    record Answered(long exact, long similar, long refined, long generated) {
        /** Without refined ones. */
        public Answered(long exact, long similar, long generated) {
            this(exact, similar, 0, generated);
        }

        /** One that was made. */
        public static Answered made(Generation generation) {
            return generation.recipe().refinement().isPresent() ? new Answered(0, 0, 1, 0) : new Answered(0, 0, 0, 1);
        }

        /** Both together. */
        public Answered plus(Answered other) {
            return new Answered(exact + other.exact, similar + other.similar, refined + other.refined,
                    generated + other.generated);
        }

        /** Images asked for. */
        public long all() {
            return exact + similar + refined + generated;
        }
    }

    /**
     * A remembered image answered a request.
     *
     * @param access who asked: the image counts as seen by them, and is counted in the scope they write
     * @param at when
     * @param kind how it answered
     * @param answer the image
     * @param prompt what was asked for; becomes a remembered prompt
     * @param vector of that prompt; empty when the answer was exact and needed none
     * @param saved time not spent on generating, to the millisecond
     */
    record Use(Access access, Instant at, Use.Kind kind, GenerationId answer, String prompt,
            Optional<Embedding> vector, Duration saved) {
        /** Cuts what was saved to the millisecond. */
        public Use {
            saved = saved.truncatedTo(ChronoUnit.MILLIS);
        }

        /** How a remembered image answered. */
        public enum Kind {
            /** Same request. */
            EXACT,
            /** Near enough. */
            SIMILAR
        }
    }
}
