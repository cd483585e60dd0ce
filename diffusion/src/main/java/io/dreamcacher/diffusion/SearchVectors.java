package io.dreamcacher.diffusion;

import io.dreamcacher.diffusion.ClipSearchEncoder.PromptVectors;
import io.dreamcacher.failure.DreamCacherException;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** The vectors that search compares: one a text or image. */
final class SearchVectors implements VectorMaker {
    private final VectorMaker.Kind kind;
    private final ClipSearchEncoder encoder;

    /**
     * Takes over an encoder.
     *
     * @param kind any but {@link VectorMaker.Kind#STATES}
     * @throws DreamCacherException {@code BAD_REQUEST} if the model has no vectors of this kind
     */
    public SearchVectors(VectorMaker.Kind kind, ClipSearchEncoder encoder) {
        if (kind == VectorMaker.Kind.STATES) {
            throw new IllegalArgumentException("search compares single vectors, not states");
        }
        if (kind == VectorMaker.Kind.JOINT && !encoder.description().encodesImages()) {
            throw DreamCacherException.badRequest(
                    "Joint vectors need a CLIP with an image tower; %s has none. Name a CLIP folder as the model, such as one of openai/clip-vit-large-patch14."
                            .formatted(encoder.description().name()));
        }
        this.kind = kind;
        this.encoder = encoder;
    }

    @Override
    public String fingerprint() {
        return encoder.description().fingerprint();
    }

    @Override
    public VectorMaker.Vectors ofText(String text) {
        PromptVectors vectors = encoder.vectors(text);
        float[] vector = switch (kind) {
            case PROMPT -> vectors.end();
            case MEAN -> vectors.mean();
            case JOINT -> vectors.joint().orElseThrow();
            case STATES -> throw new AssertionError("refused when this was made");
        };
        return new VectorMaker.Vectors(List.of(vector), vectors.cutAt());
    }

    @Override
    public VectorMaker.Vectors ofImage(BufferedImage image) {
        if (kind != VectorMaker.Kind.JOINT) {
            throw textsOnly(kind);
        }
        return new VectorMaker.Vectors(List.of(encoder.vector(image)), OptionalInt.empty());
    }

    static DreamCacherException textsOnly(VectorMaker.Kind kind) {
        return DreamCacherException.badRequest(
                "Only joint vectors are of pictures as well as of texts; %s vectors are of texts alone. Ask for joint ones."
                        .formatted(kind.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void close() {
        encoder.close();
    }
}
