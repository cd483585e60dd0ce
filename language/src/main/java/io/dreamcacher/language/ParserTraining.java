package io.dreamcacher.language;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Trains the parser: an averaged perceptron (Collins 2002) that follows its own choices from the second round on and learns from
 * any action that loses nothing (Goldberg and Nivre 2013). For one training; not thread-safe.
 */
public final class ParserTraining {
    private static final int ROUNDS = 7;
    private static final double FOLLOWED = 0.9;
    private static final int LARGEST = 127;
    /** A few weights are far larger than all others; they are cut. */
    private static final double CUT = 24;
    /** Weights that are so many times smaller are left out: two thirds of all, worth a sixth of a percent of the heads. */
    private static final double RANGE = 24;

    private final Random random;
    private final Map<Long, Row> rows = new HashMap<>();
    private long step;

    /** A training whose order and choices this seed determines. */
    public ParserTraining(long seed) {
        this.random = new Random(seed);
    }

    /** Trains on prompts: the model as {@link EnglishComparer#with} takes it. */
    public byte[] train(Treebank treebank) throws IOException {
        List<Treebank.Sentence> sentences = new ArrayList<>(treebank.sentences());
        for (int round = 0; round < ROUNDS; round++) {
            Collections.shuffle(sentences, random);
            for (Treebank.Sentence sentence : sentences) {
                learn(sentence, round > 0);
            }
        }
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        ParserModel.write(quantised(), model);
        return model.toByteArray();
    }

    /** The share of words, but for punctuation, whose head and function a model finds. */
    public static double accuracy(byte[] model, Treebank treebank) throws IOException {
        DependencyParser parser = new DependencyParser(ParserModel.read(new ByteArrayInputStream(model)));
        int all = 0;
        int right = 0;
        for (Treebank.Sentence sentence : treebank.sentences()) {
            Syntax found = parser.parse(sentence.words());
            for (int word = 0; word < found.size(); word++) {
                if (!sentence.words().get(word).is(PartOfSpeech.PUNCTUATION)) {
                    all++;
                    right += found.head(word) == sentence.syntax().head(word)
                            && found.function(word) == sentence.syntax().function(word) ? 1 : 0;
                }
            }
        }
        return (double) right / all;
    }

    private static final class Row {
        private final float[] weights = new float[Move.ALL.size()];
        private final double[] totals = new double[Move.ALL.size()];
        private final long[] since = new long[Move.ALL.size()];

        void add(int move, float change, long step) {
            totals[move] += (step - since[move]) * weights[move];
            since[move] = step;
            weights[move] += change;
        }

        double average(int move, long step) {
            return (totals[move] + (step - since[move]) * weights[move]) / Math.max(1, step);
        }

        double largest(long step) {
            double largest = 0;
            for (int move = 0; move < weights.length; move++) {
                largest = Math.max(largest, Math.abs(average(move, step)));
            }
            return largest;
        }
    }

    private void learn(Treebank.Sentence sentence, boolean wander) {
        int size = sentence.words().size();
        int[] heads = sentence.syntax().heads().stream().mapToInt(head -> head == Syntax.ROOT ? size : head).toArray();
        ParserState state = new ParserState(size);
        ParserFeatures features = new ParserFeatures(sentence.words());
        float[] scores = new float[Move.ALL.size()];
        while (!state.isFinished()) {
            long[] found = features.of(state);
            score(found, scores);
            int least = least(state, heads);
            int guess = best(state, scores, move -> true);
            int right = best(state, scores, move -> isRight(move, state, sentence, heads, least));
            step++;
            if (!isRight(Move.ALL.get(guess), state, sentence, heads, least)) {
                for (long feature : found) {
                    Row row = rows.computeIfAbsent(feature, key -> new Row());
                    row.add(right, 1, step);
                    row.add(guess, -1, step);
                }
            }
            Move taken = Move.ALL.get(wander && random.nextDouble() < FOLLOWED ? guess : right);
            state.take(taken.action(), taken.function());
        }
    }

    private static int least(ParserState state, int[] heads) {
        return Arrays.stream(ParserState.Action.values())
                .filter(state::allows)
                .mapToInt(action -> state.cost(action, heads))
                .min()
                .orElseThrow();
    }

    /** It loses as little as can be, and calls a dependency that is right by its name. */
    private static boolean isRight(Move move, ParserState state, Treebank.Sentence sentence, int[] heads, int least) {
        if (state.cost(move.action(), heads) > least) {
            return false;
        }
        return switch (move.action()) {
            case SHIFT -> true;
            case LEFT -> isNamed(move, state.stacked(0), state.next(), sentence, heads);
            case RIGHT -> isNamed(move, state.stacked(0), state.stacked(1), sentence, heads);
        };
    }

    private static boolean isNamed(Move move, int word, int head, Treebank.Sentence sentence, int[] heads) {
        return heads[word] != head || head == heads.length || sentence.syntax().function(word) == move.function();
    }

    private void score(long[] features, float[] scores) {
        Arrays.fill(scores, 0);
        for (long feature : features) {
            Row row = rows.get(feature);
            if (row != null) {
                for (int move = 0; move < scores.length; move++) {
                    scores[move] += row.weights[move];
                }
            }
        }
    }

    private static int best(ParserState state, float[] scores, Predicate<Move> test) {
        int best = -1;
        for (int move = 0; move < scores.length; move++) {
            Move candidate = Move.ALL.get(move);
            if ((best < 0 || scores[move] > scores[best]) && candidate.isAllowedIn(state) && test.test(candidate)) {
                best = move;
            }
        }
        return best;
    }

    private Map<Long, byte[]> quantised() {
        double largest = Math.min(CUT, rows.values().stream().mapToDouble(row -> row.largest(step)).max().orElse(1));
        Map<Long, byte[]> features = new HashMap<>();
        rows.forEach((feature, row) -> {
            byte[] weights = new byte[Move.ALL.size()];
            boolean kept = false;
            for (int move = 0; move < weights.length; move++) {
                double average = row.average(move, step);
                if (Math.abs(average) >= largest / RANGE) {
                    long whole = Math.round(average * LARGEST / largest);
                    weights[move] = (byte) Math.clamp(whole, -LARGEST, LARGEST);
                    kept = true;
                }
            }
            if (kept) {
                features.put(feature, weights);
            }
        });
        return features;
    }
}
