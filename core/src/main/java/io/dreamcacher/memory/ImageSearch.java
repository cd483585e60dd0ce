package io.dreamcacher.memory;

import io.dreamcacher.access.Access;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.index.IndexFilter;
import io.dreamcacher.index.IndexedGeneration;
import io.dreamcacher.index.SimilaritySearch;
import io.dreamcacher.memory.SearchQuery.Target;
import java.util.List;

/** Finds remembered images by words, by image, or both. */
final class ImageSearch {
    private final SearchEncoder encoder;
    private final IndexProjector index;

    ImageSearch(SearchEncoder encoder, IndexProjector index) {
        this.encoder = encoder;
        this.index = index;
    }

    List<SearchQuery.Found> search(Access access, SearchQuery query) {
        IndexFilter filter = query.filter(access);
        return switch (query.target()) {
            case Target.Meaning(String text) -> byMeaning(text, filter, query.k());
            case Target.Words(String words) -> byWords(words, filter, query.k());
            case Target.Image(var image) ->
                near(SimilaritySearch.Space.IMAGE, encoder.encode(image), filter, query.k());
            case Target.Both(String text, var image) ->
                near(SimilaritySearch.Space.IMAGE, middle(encoder.encode(text), encoder.encode(image)), filter,
                        query.k());
        };
    }

    /** Without a joint space words are compared with prompts instead of images. */
    private List<SearchQuery.Found> byMeaning(String text, IndexFilter filter, int k) {
        EncodedPrompt encoded = encoder.encode(text);
        boolean joint = encoder.description().encodesImages() && encoded.text().isPresent();
        return near(joint ? SimilaritySearch.Space.IMAGE : SimilaritySearch.Space.PROMPT,
                joint ? encoded.text().get() : encoded.prompt(),
                filter, k);
    }

    private List<SearchQuery.Found> near(SimilaritySearch.Space space, Embedding target, IndexFilter filter, int k) {
        return index.ask(search -> search.nearest(space, target, filter, k))
                .stream()
                .map(neighbour -> new SearchQuery.Found(neighbour.found().generation(), neighbour.similarity()))
                .toList();
    }

    /** The engine ranks by its own measure; what is reported is the cosine of words and prompt, as everywhere. */
    private List<SearchQuery.Found> byWords(String words, IndexFilter filter, int k) {
        List<IndexedGeneration> found = index.ask(search -> search.words(words, filter, k));
        if (found.isEmpty()) {
            return List.of();
        }
        Embedding target = encoder.encode(words).prompt();
        return found.stream()
                .map(one -> new SearchQuery.Found(one.generation(), target.similarity(one.prompt())))
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
