package io.dreamcacher.gate;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What a search model sees of one stored image. As thread-safe as what encodes.
 *
 * @param encoder of texts; whoever asks of many images keeps what was encoded
 * @param image of the joint space; empty when the search model sees no images
 */
public record ImageSight(Function<String, EncodedPrompt> encoder, Optional<Embedding> image) implements Gate.Sight {
    @Override
    public OptionalDouble image(String text) {
        return cosine(encoder.apply(text).text(), image);
    }

    @Override
    public OptionalDouble texts(String one, String other) {
        return cosine(encoder.apply(one).text(), encoder.apply(other).text());
    }

    private static OptionalDouble cosine(Optional<Embedding> one, Optional<Embedding> other) {
        return one.isPresent() && other.isPresent()
                ? OptionalDouble.of(one.get().similarity(other.get()))
                : OptionalDouble.empty();
    }
}
