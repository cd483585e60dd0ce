package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.request.SeedVariation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Where the noise of a call's pictures comes from: a generator for each picture, so that a batch gives the same pictures
 * as single calls, or one that all pictures draw from together.
 *
 * @param generators seed of each generator: one a picture, or one for all
 * @param pictures how many pictures to make, 1 or more
 * @param noise whose generators they are
 * @param variation turns the start noise of every picture towards that of another seed; empty for none
 */
public record Seeds(List<Long> generators, int pictures, NoiseGenerator noise,
        Optional<SeedVariation> variation) {
    /** Copies the list; refuses counts that do not fit. */
    public Seeds {
        generators = List.copyOf(generators);
        if (pictures < 1 || (generators.size() != 1 && generators.size() != pictures)) {
            throw new IllegalArgumentException(
                    "Pictures need one generator together or one each; found %d for %d"
                            .formatted(generators.size(), pictures));
        }
    }

    /** One picture. */
    public static Seeds of(long seed) {
        return each(List.of(seed));
    }

    /** A picture of each seed. */
    public static Seeds each(List<Long> seeds) {
        return new Seeds(seeds, seeds.size(), NoiseGenerator.TORCH_CPU, Optional.empty());
    }

    /** So many pictures whose seeds follow one another. */
    public static Seeds following(long first, int pictures) {
        return each(LongStream.range(first, first + pictures).boxed().toList());
    }

    /** So many pictures, drawn from one generator: what a batch is in diffusers with a single generator. */
    public static Seeds oneGenerator(long seed, int pictures) {
        return new Seeds(Collections.singletonList(seed), pictures, NoiseGenerator.TORCH_CPU, Optional.empty());
    }

    /** With somebody else's generators. */
    public Seeds withNoise(NoiseGenerator value) {
        return new Seeds(generators, pictures, value, variation);
    }

    /** With the start noise turned towards another seed's. */
    public Seeds withVariation(SeedVariation value) {
        return new Seeds(generators, pictures, noise, Optional.of(value));
    }
}
