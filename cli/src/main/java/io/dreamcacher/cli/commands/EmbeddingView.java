package io.dreamcacher.cli.commands;

import io.dreamcacher.diffusion.VectorMaker.Vectors;
import io.dreamcacher.embedding.Embedding;
import java.util.List;

/** What a text or a picture became, for machines. */
sealed interface EmbeddingView {
    /**
     * One vector, as search compares it.
     *
     * @param type text or picture
     * @param input words or path
     * @param truncated whether the model does not read the end of the text
     * @param dimension numbers of the vector
     * @param norm its length as the network gave it
     * @param vector scaled to unit length
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record OfVector(String type, String input, boolean truncated, int dimension, double norm, float[] vector)
            implements
                EmbeddingView {}

    /**
     * Many states, as the U-Net reads them.
     *
     * @param type always text
     * @param input words
     * @param truncated whether the model does not read the end of the text
     * @param dimension numbers of a state
     * @param states a row for each position of the window, not scaled
     */
    record OfStates(String type, String input, boolean truncated, int dimension, List<float[]> states)
            implements
                EmbeddingView {}

    static EmbeddingView of(Subject subject, Vectors vectors) {
        String type = switch (subject) {
            case Subject.Text text -> "text";
            case Subject.ImageAt image -> "picture";
        };
        boolean truncated = vectors.cutAt().isPresent();
        if (vectors.rows().size() > 1) {
            return new OfStates(type, subject.given(), truncated, vectors.dimension(), vectors.rows());
        }
        float[] vector = vectors.rows().getFirst();
        return new OfVector(type, subject.given(), truncated, vectors.dimension(), VectorRow.norm(vector),
                Embedding.ofVector(vector).toArray());
    }
}
