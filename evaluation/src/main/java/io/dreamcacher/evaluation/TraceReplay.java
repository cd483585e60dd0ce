package io.dreamcacher.evaluation;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.reuse.Share;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Answers a trace of requests from a memory that is empty at first, by one policy: an exact repeat of a prompt whose image is there is answered
 * by it, otherwise the policy chooses among those whose prompts are nearest, or an image is made and remembered. Whether an answer was right the
 * scenes tell, which no policy is shown.
 */
public final class TraceReplay {
    private final Function<String, Embedding> vectors;

    /** @param vectors of prompts in prompt space */
    public TraceReplay(Function<String, Embedding> vectors) {
        this.vectors = vectors;
    }

    /** Which of the nearest stored images answers. */
    public interface Policy {
        /** How many neighbours it is told about. */
        int k();

        /**
         * Chooses.
         *
         * @param asked the prompt
         * @param nearest the nearest first; none while the memory is empty
         */
        Choice choose(String asked, List<Neighbour> nearest);
    }

    /**
     * A stored image.
     *
     * @param prompt of it
     * @param similarity cosine of both prompts
     * @param refined whether it was itself begun from another one
     */
    public record Neighbour(String prompt, double similarity, boolean refined) {}

    /** What a policy does. */
    public sealed interface Choice {
        /** Gives the stored image at this place of the neighbours. */
        record Give(int place) implements Choice {}

        /**
         * Finishes one from the stored image at this place.
         *
         * @param share of the steps that are left out, in (0, 1)
         */
        record Begin(int place, double share) implements Choice {}

        /** Makes one from noise. */
        record Make() implements Choice {}
    }

    /** How a request was answered. */
    public enum Outcome {
        /** By the image of the same prompt. */
        EXACT,
        /** By the image of another one. */
        SIMILAR,
        /** By one finished from another one's image. */
        REFINED,
        /** By a new one. */
        GENERATED
    }

    /**
     * A request and its answer.
     *
     * @param asked the prompt
     * @param outcome how
     * @param stored the prompt of the image that answered or was begun from; of what was turned down the nearest; empty for exact repeats and while
     *        the memory is empty
     * @param similarity to that
     * @param saved share of the steps that were not run
     */
    public record Answered(ScenePrompt asked, Outcome outcome, Optional<ScenePrompt> stored, double similarity,
            double saved) {
        /** Whether another prompt's image was given that does not show all that was asked for. */
        public boolean isWrong() {
            return outcome == Outcome.SIMILAR && !stored.map(asked::isShownBy).orElse(false);
        }
    }

    /**
     * Answers counted.
     *
     * @param outcomes how many of each
     * @param wrong answers by the image of another prompt that do not show what was asked for, of all requests
     * @param saved share of all steps that were not run
     */
    public record Counts(Map<Outcome, Integer> outcomes, Share wrong, double saved) {
        /** Keeps a copy. */
        public Counts {
            outcomes = Map.copyOf(outcomes);
        }

        /** Counts. */
        public static Counts of(List<Answered> answers) {
            Map<Outcome, Integer> outcomes = new TreeMap<>();
            answers.forEach(answer -> outcomes.merge(answer.outcome(), 1, Integer::sum));
            return new Counts(outcomes,
                    new Share(answers.stream().filter(Answered::isWrong).count(), answers.size()),
                    answers.stream().mapToDouble(Answered::saved).average().orElse(0));
        }

        /** How many. */
        public int count(Outcome outcome) {
            return outcomes.getOrDefault(outcome, 0);
        }

        /** Wrong ones among the answers by other prompts' images. */
        public Share wrongOfSimilar() {
            return new Share(wrong.count(), count(Outcome.SIMILAR));
        }
    }

    /** Gives the nearest image where its prompt is at least this similar. */
    public static Policy threshold(double least) {
        return new Policy() {
            @Override
            public int k() {
                return 1;
            }

            @Override
            public Choice choose(String asked, List<Neighbour> nearest) {
                return !nearest.isEmpty() && nearest.getFirst().similarity() >= least
                        ? new Choice.Give(0)
                        : new Choice.Make();
            }
        };
    }

    /**
     * The least threshold on the prompts' cosine, to a ten-thousandth, that gives no more wrong answers than this.
     *
     * @param most wrong answers
     */
    public double tuned(RequestTrace trace, long most) {
        int low = 0; // it gives too many, or nothing is lower
        int high = 10_001; // nothing is as similar
        while (high - low > 1) {
            int middle = (low + high) / 2;
            long wrong = Counts.of(run(trace, threshold(middle / 10_000.0))).wrong().count();
            if (wrong <= most) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high / 10_000.0;
    }

    /** Answers to all requests, in their order. */
    public List<Answered> run(RequestTrace trace, Policy policy) {
        List<Answered> answers = new ArrayList<>();
        Memory memory = new Memory();
        for (RequestTrace.Request request : trace.requests()) {
            answers.add(answered(request.prompt(), memory, policy));
        }
        return answers;
    }

    private Answered answered(ScenePrompt asked, Memory memory, Policy policy) {
        if (memory.has(asked.prompt())) {
            return new Answered(asked, Outcome.EXACT, Optional.empty(), 1, 1);
        }
        Embedding vector = vectors.apply(asked.prompt());
        List<Stored> near = memory.nearest(vector, policy.k());
        List<Neighbour> neighbours = near.stream()
                .map(one -> new Neighbour(one.prompt().prompt(), one.vector().similarity(vector), one.refined()))
                .toList();
        return switch (policy.choose(asked.prompt(), neighbours)) {
            case Choice.Give(int place) -> new Answered(asked, Outcome.SIMILAR,
                    Optional.of(near.get(place).prompt()), neighbours.get(place).similarity(), 1);
            case Choice.Begin(int place, double share) -> {
                memory.add(new Stored(asked, vector, true));
                yield new Answered(asked, Outcome.REFINED, Optional.of(near.get(place).prompt()),
                        neighbours.get(place).similarity(), share);
            }
            case Choice.Make make -> {
                memory.add(new Stored(asked, vector, false));
                yield new Answered(asked, Outcome.GENERATED, near.stream().findFirst().map(Stored::prompt),
                        neighbours.stream().findFirst().map(Neighbour::similarity).orElse(0.0), 0);
            }
        };
    }

    private record Stored(ScenePrompt prompt, Embedding vector, boolean refined) {}

    /** Images by their prompts. */
    private static final class Memory {
        private final List<Stored> all = new ArrayList<>();
        private final Set<String> prompts = new HashSet<>();

        /** Case changes no token. */
        boolean has(String prompt) {
            return prompts.contains(prompt.toLowerCase(Locale.ROOT));
        }

        void add(Stored stored) {
            all.add(stored);
            prompts.add(stored.prompt().prompt().toLowerCase(Locale.ROOT));
        }

        List<Stored> nearest(Embedding vector, int k) {
            List<Stored> best = new ArrayList<>();
            List<Double> similarities = new ArrayList<>();
            for (Stored one : all) {
                double similarity = one.vector().similarity(vector);
                if (best.size() == k && similarity <= similarities.getLast()) {
                    continue;
                }
                int place = best.size();
                while (place > 0 && similarities.get(place - 1) < similarity) {
                    place--;
                }
                best.add(place, one);
                similarities.add(place, similarity);
                if (best.size() > k) {
                    best.removeLast();
                    similarities.removeLast();
                }
            }
            return best;
        }
    }
}
