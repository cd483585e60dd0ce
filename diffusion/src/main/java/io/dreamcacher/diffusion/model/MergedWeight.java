package io.dreamcacher.diffusion.model;

import io.dreamcacher.diffusion.model.SafetensorsFile.TensorEntry;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A weight with changes added: {@code W + sum of scale * alpha / rank * up * down}. The sum is made in 64-bit floats, in
 * an order that depends on the numbers alone, and rounded once: the order in which LoRAs are named makes no difference.
 */
final class MergedWeight implements Supplier<float[]> {
    private static final Comparator<Matrices> BY_CONTENT = Comparator.comparingDouble(Matrices::factor)
            .thenComparing(Matrices::down, Arrays::compare)
            .thenComparing(Matrices::up, Arrays::compare);

    private final WeightTensor weight;
    private final List<Change> changes;

    /**
     * A module of a LoRA at a scale.
     *
     * @param file that holds its matrices
     */
    record Change(SafetensorsFile file, LoraModule module, double scale) {
        private Matrices read() {
            return new Matrices(floats(module.up()), floats(module.down()), scale * module.factor());
        }

        private float[] floats(TensorEntry entry) {
            return Finite.require(file.path(), entry.name(), file.floats(entry.name()));
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // numeric buffers, compared by content above
    private record Matrices(float[] up, float[] down, double factor) {}

    MergedWeight(WeightTensor weight, List<Change> changes) {
        this.weight = weight;
        this.changes = List.copyOf(changes);
    }

    @Override
    public float[] get() {
        float[] values = weight.floats();
        List<Matrices> terms = changes.stream().map(Change::read).sorted(BY_CONTENT).toList();
        int rows = weight.shape().intSize(0);
        IntStream.range(0, rows).parallel().forEach(row -> addRow(values, row, values.length / rows, terms));
        Finite.firstOther(values).ifPresent(index -> {
            throw overflow(values[index]);
        });
        return values;
    }

    /** Matrices are finite, so a scale is to blame, or the weight itself. */
    private DreamCacherException overflow(float found) {
        String loras = changes.stream()
                .map(change -> "%s at scale %s".formatted(change.file.path(), change.scale))
                .collect(Collectors.joining(", "));
        return new DreamCacherException(FailureCategory.BAD_MODEL,
                "A weight with LoRAs merged into it must be finite; %s of %s gives %s. Choose smaller scales, or leave them out."
                        .formatted(changes.getFirst().module.name(), loras, found));
    }

    private static void addRow(float[] values, int row, int width, List<Matrices> terms) {
        double[] sum = new double[width];
        for (Matrices term : terms) {
            int rank = term.down.length / width;
            for (int k = 0; k < rank; k++) {
                double factor = term.factor * term.up[row * rank + k];
                addScaled(sum, factor, term.down, k * width);
            }
        }
        for (int i = 0; i < width; i++) {
            int at = row * width + i;
            values[at] = (float) (values[at] + sum[i]);
        }
    }

    private static void addScaled(double[] sum, double factor, float[] vector, int start) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * vector[start + i];
        }
    }
}
