package io.dreamcacher.diffusion.noise;

/** Where standard normal numbers come from: each draw goes on where the one before stopped. */
@FunctionalInterface
public interface NoiseSource {
    /** New independent standard normal numbers, owned by the caller. */
    float[] randn(int count);
}
