package io.dreamcacher.evaluation;

import io.dreamcacher.evaluation.ModelCalibrationFit.Example;
import io.dreamcacher.evaluation.ModelCalibrationFit.Signal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Area under the ROC curve: the chance that a right pair's score is above a wrong one's, ties half (Mann and Whitney 1947). */
public final class RocArea {
    private static final int DRAWS = 200;
    private static final int LOWER = 5;
    private static final long SEED = 1;

    private RocArea() {}

    /**
     * The area with its interval by drawing families again and again, since pairs of one family are no independent pairs (Efron's
     * bootstrap).
     */
    static Signal byFamilies(String name, List<Example> examples, ToDoubleFunction<Example> score) {
        Map<String, List<Example>> families = new TreeMap<>();
        examples.forEach(example -> families
                .computeIfAbsent(example.pair().families().stream().min(String::compareTo).orElse(""),
                        family -> new ArrayList<>())
                .add(example));
        List<List<Example>> all = List.copyOf(families.values());
        SplittableRandom random = new SplittableRandom(SEED);
        double[] areas = IntStream.range(0, DRAWS)
                .mapToDouble(draw -> of(IntStream.range(0, all.size())
                        .mapToObj(i -> all.get(random.nextInt(all.size())))
                        .flatMap(List::stream)
                        .toList(), score))
                .sorted()
                .toArray();
        return new Signal(name, of(examples, score), areas[LOWER], areas[DRAWS - 1 - LOWER]);
    }

    private static double of(List<Example> examples, ToDoubleFunction<Example> score) {
        return of(scores(examples, score, true), scores(examples, score, false));
    }

    /**
     * The area.
     *
     * @param right scores that should be above the others
     * @param wrong the others; 0.5 where there are none of either
     */
    public static double of(double[] right, double[] wrong) {
        if (right.length == 0 || wrong.length == 0) {
            return 0.5;
        }
        double[] above = sorted(right);
        double[] others = sorted(wrong);
        double sum = 0;
        int below = 0;
        int notAbove = 0;
        for (double value : above) {
            while (below < others.length && others[below] < value) {
                below++;
            }
            while (notAbove < others.length && others[notAbove] <= value) {
                notAbove++;
            }
            sum += (below + notAbove) / 2.0;
        }
        return sum / ((double) above.length * others.length);
    }

    private static double[] sorted(double[] scores) {
        return Arrays.stream(scores).sorted().toArray();
    }

    private static double[] scores(List<Example> examples, ToDoubleFunction<Example> score, boolean right) {
        return examples.stream().filter(example -> example.right() == right).mapToDouble(score).toArray();
    }
}
