package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.noise.NoiseSource;
import io.dreamcacher.diffusion.onnx.FloatTensor;
import io.dreamcacher.diffusion.safetensors.Shape;
import io.dreamcacher.request.SeedVariation;
import java.util.List;
import java.util.function.IntFunction;

/** The random numbers of a batch, picture after picture ({@code randn_tensor} in diffusers). One owner; not thread-safe. */
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

    /** So many numbers for the whole batch: one draw of all of them, or one of each picture's share. */
    @Override
    public float[] randn(int count) {
        if (generators.size() == 1) {
            return generators.getFirst().randn(count);
        }
        return joined(count / seeds.pictures(), picture -> generators.get(picture).randn(count / seeds.pictures()));
    }

    /** So many numbers for each picture; pictures that share a generator share one draw, as of one start picture. */
    float[] perPicture(int count) {
        if (generators.size() > 1) {
            return randn(count * seeds.pictures());
        }
        float[] shared = generators.getFirst().randn(count);
        return joined(count, picture -> shared);
    }

    /** The noise that the pictures start from, turned towards the variation's if there is one. */
    FloatTensor start(Shape shape) {
        float[] drawn = randn(Math.toIntExact(shape.elements()));
        return seeds.variation()
                .filter(variation -> !seeds.everyDrawVaries()) // else it is turned already
                .map(variation -> turned(new FloatTensor(shape, drawn), variation))
                .orElseGet(() -> new FloatTensor(shape, drawn));
    }

    private FloatTensor turned(FloatTensor noise, SeedVariation variation) {
        int length = noise.values().length / seeds.pictures();
        float[] other = seeds.noise().seeded(variation.seed()).randn(length);
        return new FloatTensor(noise.shape(), joined(length,
                picture -> turned(noise.item(picture).values(), other, variation.strength())));
    }

    private float[] joined(int length, IntFunction<float[]> part) {
        float[] all = new float[length * seeds.pictures()];
        for (int picture = 0; picture < seeds.pictures(); picture++) {
            System.arraycopy(part.apply(picture), 0, all, picture * length, length);
        }
        return all;
    }
}
