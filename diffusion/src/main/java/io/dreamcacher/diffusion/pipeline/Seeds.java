package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.noise.NoiseGenerator;
import io.dreamcacher.request.SeedVariation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Where the noise of a call's images comes from: a generator for each image, so that a batch gives the same images
 * as single calls, or one that all images draw from together.
 *
 * @param generators seed of each generator: one an image, or one for all
 * @param images how many images to make, 1 or more
 * @param noise whose generators they are
 * @param variation turns the noise of every image towards that of another seed; empty for none
 * @param everyDrawVaries whether the variation turns all noise, also that which a sampler draws on its way, so that at
 *        strength 1 the image is the other seed's; if not, it turns the start noise alone, as in AUTOMATIC1111
 */
public record Seeds(List<Long> generators, int images, NoiseGenerator noise,
        Optional<SeedVariation> variation, boolean everyDrawVaries) {
    /** Copies the list; refuses counts that do not fit. */
    public Seeds {
        generators = List.copyOf(generators);
        if (images < 1 || (generators.size() != 1 && generators.size() != images)) {
            throw new IllegalArgumentException(
                    "DecodedImage need one generator together or one each; found %d for %d"
                            .formatted(generators.size(), images));
        }
    }

    /** One image. */
    public static Seeds of(long seed) {
        return each(List.of(seed));
    }

    /** An image of each seed. */
    public static Seeds each(List<Long> seeds) {
        return new Seeds(seeds, seeds.size(), NoiseGenerator.TORCH_CPU, Optional.empty(), false);
    }

    /** So many images whose seeds follow one another. */
    public static Seeds following(long first, int images) {
        return each(LongStream.range(first, first + images).boxed().toList());
    }

    /** So many images, drawn from one generator: what a batch is in diffusers with a single generator. */
    public static Seeds oneGenerator(long seed, int images) {
        return new Seeds(Collections.singletonList(seed), images, NoiseGenerator.TORCH_CPU, Optional.empty(), false);
    }

    /**
     * One image between those of two seeds: every draw of noise lies on the sphere between theirs.
     *
     * @param part of the way from the first to the second, 0 to 1; at either end the image is that seed's
     */
    public static Seeds between(long first, long second, double part) {
        Seeds seeds = of(first);
        return part == 0
                ? seeds
                : new Seeds(seeds.generators, 1, seeds.noise, Optional.of(new SeedVariation(second, part)), true);
    }

    /** With somebody else's generators. */
    public Seeds withNoise(NoiseGenerator value) {
        return new Seeds(generators, images, value, variation, everyDrawVaries);
    }

    /** With the start noise turned towards another seed's. */
    public Seeds withVariation(SeedVariation value) {
        return new Seeds(generators, images, noise, Optional.of(value), false);
    }
}
