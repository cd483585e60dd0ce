package io.dreamcacher.diffusion.pipeline;

import io.dreamcacher.diffusion.conditioning.PromptEmbeddings;
import io.dreamcacher.diffusion.conditioning.TextConditioning;
import io.dreamcacher.diffusion.network.FloatTensor;
import io.dreamcacher.diffusion.network.UNet2DConditionModel.Sizes;
import java.util.Optional;

/** Values between two tensors of one shape, or two prompts; t is 0 at the first and 1 at the second, and may lie beyond. */
final class Interpolation {
    /** Directions closer than this are taken for parallel, where the sine that {@link #slerp} divides by vanishes. */
    private static final double PARALLEL = 0.9995;

    private Interpolation() {}

    /** {@code (1 - t) a + t b}: for text states. */
    public static FloatTensor lerp(FloatTensor a, FloatTensor b, double t) {
        return weighted(a, b, 1 - t, t);
    }

    /**
     * Spherical interpolation (Shoemake 1985), each tensor taken as one vector: for noise, whose length a straight line
     * between would shorten. Nearly parallel and nearly opposite tensors are mixed in a straight line.
     */
    public static FloatTensor slerp(FloatTensor a, FloatTensor b, double t) {
        double cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
        if (!(Math.abs(cosine) <= PARALLEL)) { // NaN for a tensor of zeros
            return lerp(a, b, t);
        }
        double angle = Math.acos(cosine);
        return weighted(a, b, Math.sin(angle - angle * t) / Math.sin(angle), Math.sin(angle * t) / Math.sin(angle));
    }

    /** Text states between those of two prompts, pooled ones too; image sizes are the first's. */
    public static PromptEmbeddings lerp(PromptEmbeddings a, PromptEmbeddings b, double t) {
        return new PromptEmbeddings(lerp(a.positive(), b.positive(), t), lerp(a.negative(), b.negative(), t));
    }

    private static TextConditioning lerp(TextConditioning a, TextConditioning b, double t) {
        Optional<Sizes> sizes = a.sizes()
                .flatMap(mine -> b.sizes()
                        .map(theirs -> new Sizes(lerp(mine.pooledText(), theirs.pooledText(), t), mine.sizes())));
        return new TextConditioning(lerp(a.textStates(), b.textStates(), t), sizes);
    }

    private static double dot(FloatTensor a, FloatTensor b) {
        requireSameShape(a, b);
        double sum = 0;
        for (int i = 0; i < a.values().length; i++) {
            sum += (double) a.values()[i] * b.values()[i];
        }
        return sum;
    }

    private static FloatTensor weighted(FloatTensor a, FloatTensor b, double weightA, double weightB) {
        requireSameShape(a, b);
        float[] mixed = new float[a.values().length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (float) (weightA * a.values()[i] + weightB * b.values()[i]);
        }
        return new FloatTensor(a.shape(), mixed);
    }

    private static void requireSameShape(FloatTensor a, FloatTensor b) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException(
                    "Only tensors of one shape can be mixed; found %s and %s".formatted(a.shape(), b.shape()));
        }
    }
}
