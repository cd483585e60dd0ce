package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Checkpoint;
import io.dreamcacher.diffusion.model.ExportedNetwork;
import io.dreamcacher.diffusion.model.NetworkFiles;
import java.util.Optional;

/**
 * The layer norm at a text tower's end (Ba et al. 2016) for states that left the network before it. Which ones, a call
 * decides; so it is computed here and not in the network, which would have to norm the states of every layer.
 */
@SuppressWarnings("ArrayRecordComponent") // weights: compared by nobody, written by nobody
record FinalNorm(float[] weight, float[] bias, float epsilon) {

    private static final String NAME = "text_model.final_layer_norm.";

    /** Reads it from a text encoder's weights; an exported network hides it. */
    record Reader(float epsilon) implements NetworkFiles.Reader<Optional<FinalNorm>> {
        @Override
        public Optional<FinalNorm> written(Checkpoint weights) {
            return Optional.of(new FinalNorm(weights.tensor(NAME + "weight").floats(),
                    weights.tensor(NAME + "bias").floats(), epsilon));
        }

        @Override
        public Optional<FinalNorm> exported(ExportedNetwork network) {
            return Optional.empty();
        }
    }

    /** States [..., width] to states of the same shape. */
    FloatTensor apply(FloatTensor states) {
        float[] values = states.values().clone();
        for (int start = 0; start < values.length; start += weight.length) {
            normalize(values, start);
        }
        return new FloatTensor(states.shape(), values);
    }

    private void normalize(float[] values, int start) {
        double mean = 0;
        for (int i = 0; i < weight.length; i++) {
            mean += values[start + i];
        }
        mean /= weight.length;
        double variance = 0;
        for (int i = 0; i < weight.length; i++) {
            variance += (values[start + i] - mean) * (values[start + i] - mean);
        }
        double scale = 1 / Math.sqrt(variance / weight.length + epsilon);
        for (int i = 0; i < weight.length; i++) {
            values[start + i] = (float) ((values[start + i] - mean) * scale * weight[i] + bias[i]);
        }
    }
}
