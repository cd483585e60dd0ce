package io.dreamcacher.bench;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.gate.Guard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prompts with their vectors, and images of some of them.
 *
 * @param rows the prompts
 * @param vectors of each row, in order
 * @param images vectors of generated images, by row
 */
record EmbeddedPrompts(List<LabelledPrompt> rows, List<EncodedPrompt> vectors, Map<Integer, Embedding> images) {

    private static final int NEIGHBOURS = 10;

    EmbeddedPrompts {
        rows = List.copyOf(rows);
        vectors = List.copyOf(vectors);
        images = Map.copyOf(images);
    }

    double promptSimilarity(int asked, int stored) {
        return vectors.get(asked).prompt().similarity(vectors.get(stored).prompt());
    }

    OptionalDouble imageSimilarity(int asked, int stored) {
        Optional<Embedding> text = vectors.get(asked).text();
        Embedding image = images.get(stored);
        return text.isEmpty() || image == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(text.get().similarity(image));
    }

    /** MeasuredPair for every pair a search would bring up. */
    List<MeasuredPair> evidence(Guard guard) {
        return new PromptPairs(rows).all(NEIGHBOURS, this::promptSimilarity)
                .stream()
                .map(pair -> evidence(guard, pair))
                .toList();
    }

    /** For each prompt, evidence for what a search over all the others brings up, nearest first. */
    List<List<MeasuredPair>> searches(Guard guard) {
        return new PromptPairs(rows).searches(NEIGHBOURS, this::promptSimilarity)
                .stream()
                .map(pairs -> pairs.stream().map(pair -> evidence(guard, pair)).toList())
                .toList();
    }

    MeasuredPair evidence(Guard guard, PromptPair pair) {
        String asked = rows.get(pair.asked()).prompt();
        String stored = rows.get(pair.stored()).prompt();
        return new MeasuredPair(pair, promptSimilarity(pair.asked(), pair.stored()),
                imageSimilarity(pair.asked(), pair.stored()), guard.difference(asked, stored).isPresent());
    }
}
