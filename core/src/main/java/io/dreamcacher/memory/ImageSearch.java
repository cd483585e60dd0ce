package io.dreamcacher.memory;

import io.dreamcacher.catalogue.Catalogue;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.GenerationVectors;
import io.dreamcacher.index.Neighbour;
import io.dreamcacher.index.VectorSpace;
import io.dreamcacher.memory.SearchQuery.Target;
import java.util.List;
import java.util.Optional;

/** Finds remembered images by words, by image, or both. */
final class ImageSearch {
    private final Catalogue catalogue;
    private final SearchEncoder encoder;
    private final LiveIndex index;

    ImageSearch(Catalogue catalogue, SearchEncoder encoder, LiveIndex index) {
        this.catalogue = catalogue;
        this.encoder = encoder;
        this.index = index;
    }

    List<Found> search(SearchQuery query) {
        return switch (query.target()) {
            case Target.Meaning(String text) -> byMeaning(query, text);
            case Target.Words(String words) -> byWords(query, words);
            case Target.Image(var image) -> near(query, VectorSpace.IMAGE, encoder.encode(image));
            case Target.Both(String text, var image) ->
                near(query, VectorSpace.IMAGE, middle(encoder.encode(text), encoder.encode(image)));
        };
    }

    /** Without a joint space words are compared with prompts instead of images. */
    private List<Found> byMeaning(SearchQuery query, String text) {
        EncodedPrompt encoded = encoder.encode(text);
        boolean joint = encoder.description().encodesImages() && encoded.text().isPresent();
        return near(query, joint ? VectorSpace.IMAGE : VectorSpace.PROMPT,
                joint ? encoded.text().get() : encoded.prompt());
    }

    private List<Found> near(SearchQuery query, VectorSpace space, Embedding target) {
        return index.caughtUp()
                .nearest(space, target, query.filter(), query.k())
                .stream()
                .map(this::found)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Found> found(Neighbour neighbour) {
        return catalogue.byId(neighbour.id()).map(generation -> new Found(generation, neighbour.similarity()));
    }

    /** The engine ranks by its own measure; what is reported is the cosine of words and prompt, as everywhere. */
    private List<Found> byWords(SearchQuery query, String words) {
        List<GenerationId> ids = index.caughtUp().words(words, query.filter(), query.k());
        if (ids.isEmpty()) {
            return List.of();
        }
        Embedding target = encoder.encode(words).prompt();
        return ids.stream()
                .map(catalogue::byId)
                .flatMap(Optional::stream)
                .map(generation -> new Found(generation, catalogue.vectors(generation.id())
                        .map(GenerationVectors::prompt)
                        .map(target::similarity)
                        .orElse(0.0)))
                .toList();
    }

    private static Embedding middle(EncodedPrompt words, Embedding image) {
        float[] sum = image.toArray();
        float[] text = words.text().map(Embedding::toArray).orElseGet(() -> new float[sum.length]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += text[i];
        }
        return Embedding.ofVector(sum);
    }
}
