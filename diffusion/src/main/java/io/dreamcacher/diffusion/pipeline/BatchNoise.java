package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.model.Shape;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.pipeline.PipelineCall.Seeds;
import io.dreamcacher.request.SeedVariation;
import java.util.List;
import java.util.function.IntFunction;

/** The random numbers of a batch, image after image ({@code randn_tensor} in diffusers). One owner; not thread-safe. */
final class BatchNoise implements NoiseSource {
    private final List<NoiseSource> generators;
    private final Seeds seeds;

    BatchNoise(Seeds seeds) {
        this.seeds = seeds;
        this.generators = seeds.generators().stream().map(this::generator).toList();
    }

    private NoiseSource generator(long seed) {
        NoiseSource own = seeds.noise().seeded(seed);
        return seeds.variation()
                .filter(variation -> seeds.everyDrawVaries())
                .<NoiseSource>map(variation -> {
                    NoiseSource other = seeds.noise().seeded(variation.seed());
                    return count -> turned(own.randn(count), other.randn(count), variation.strength());
                })
                .orElse(own);
    }

    private static float[] turned(float[] own, float[] other, double strength) {
        return Interpolation.slerp(FloatTensor.of(own, own.length), FloatTensor.of(other, other.length), strength)
                .values();
    }

    /** So many numbers for the whole batch: one draw of all of them, or one of each image's share. */
    @Override
    public float[] randn(int count) {
        if (generators.size() == 1) {
            return generators.getFirst().randn(count);
        }
        return joined(count / seeds.images(), image -> generators.get(image).randn(count / seeds.images()));
    }

    /** So many numbers for each image; images that share a generator share one draw, as of one start image. */
    float[] perImage(int count) {
        if (generators.size() > 1) {
            return randn(count * seeds.images());
        }
        float[] shared = generators.getFirst().randn(count);
        return joined(count, image -> shared);
    }

    /** The noise that the images start from, turned towards the variation's if there is one. */
    FloatTensor start(Shape shape) {
        float[] drawn = randn(Math.toIntExact(shape.elements()));
        return seeds.variation()
                .filter(variation -> !seeds.everyDrawVaries()) // else it is turned already
                .map(variation -> turned(new FloatTensor(shape, drawn), variation))
                .orElseGet(() -> new FloatTensor(shape, drawn));
    }

    private FloatTensor turned(FloatTensor noise, SeedVariation variation) {
        int length = noise.values().length / seeds.images();
        float[] other = seeds.noise().seeded(variation.seed()).randn(length);
        return new FloatTensor(noise.shape(), joined(length,
                image -> turned(noise.item(image).values(), other, variation.strength())));
    }

    private float[] joined(int length, IntFunction<float[]> part) {
        float[] all = new float[length * seeds.images()];
        for (int image = 0; image < seeds.images(); image++) {
            System.arraycopy(part.apply(image), 0, all, image * length, length);
        }
        return all;
    }
}
