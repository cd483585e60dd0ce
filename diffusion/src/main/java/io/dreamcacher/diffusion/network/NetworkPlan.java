package io.dreamcacher.diffusion.network;

import io.dreamcacher.diffusion.network.SessionSettings.Precision;
/**
 * One graph of a network: how it is written where there are weights, and what it must take and give wherever it comes
 * from.
 */
interface NetworkPlan {
    /** What it is, for messages: {@code the U-Net}. */
    String title();

    /** Which part of an exported network it is, such as {@code model}. */
    String part();

    /** Adds its inputs, layers and outputs to the layers' graph. */
    void write(Layers root);

    /** Whether models are known to carry a tensor without using it. */
    default boolean isUnused(String tensor) {
        return false;
    }

    /** The precision it is written in where this one is asked for. */
    default Precision precision(Precision asked) {
        return asked;
    }

    /**
     * Refuses a graph with other inputs or outputs.
     *
     * @throws io.dreamcacher.failure.DreamCacherException {@code BAD_MODEL} naming both
     */
    void check(OnnxSession session);
}
