package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.model.Shape;
import java.util.Random;

/** Normally distributed numbers from a seed. */
public final class RandomTensors {
    private RandomTensors() {}

    public static FloatTensor of(long seed, long... sizes) {
        float[] values = new float[Math.toIntExact(Shape.of(sizes).elements())];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return FloatTensor.of(values, sizes);
    }
}
