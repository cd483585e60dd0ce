package io.dreamcacher.collections.embedding;

import io.dreamcacher.datasets.vectors.VectorLayout;
import io.dreamcacher.failure.DreamCacherException;
import java.nio.file.Path;

/**
 * What is to be embedded, where to, and how.
 *
 * @param input of which things
 * @param target folder for the vectors, new or of an earlier run
 * @param layout of that folder
 * @param batch things that go through the network at once, from 1
 * @param workers threads that read, decode and prepare, from 1
 * @param shard things whose vectors lie in one file, from 1: what a killed run loses at most
 */
public record EmbeddingPlan(EmbeddingInput input, Path target, VectorLayout layout, int batch, int workers,
        int shard) {

    private static final int MOST = 1 << 20;

    /** Refuses numbers out of range. */
    public EmbeddingPlan {
        require("--batch", batch, 4096);
        require("--workers", workers, 256);
        require("--shard", shard, MOST);
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw DreamCacherException.badRequest(
                    "%s must be from 1 to %,d, but is %,d; choose one in between.".formatted(name, most, value));
        }
    }
}
