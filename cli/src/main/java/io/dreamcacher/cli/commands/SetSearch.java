package io.dreamcacher.cli.commands;

import io.dreamcacher.embedded.EngineOptions;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EmbeddingSum;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.embedding.VectorEntry;
import io.dreamcacher.embedding.VectorOrigin;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.filter.Filter;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.lucene.SetQuery;
import io.dreamcacher.lucene.VectorIndex;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Searches an index of vectors in a folder; no memory is opened. */
final class SetSearch {
    private final CommandContext context;
    private final Path folder;
    private final Optional<String> clip;

    /**
     * For one search.
     *
     * @param clip that made the vectors, where the index does not say it
     */
    SetSearch(CommandContext context, Path folder, Optional<String> clip) {
        this.context = context;
        this.folder = folder;
        this.clip = clip;
    }

    /**
     * What is searched for.
     *
     * @param near results are near to these
     * @param far results are far from these
     * @param like ids of entries that results are near to
     * @param filter what they must be
     * @param prompts whether prompts are compared instead of pictures; empty for what there is
     */
    record Wanted(List<SearchTerm> near, List<SearchTerm> far, List<String> like, Optional<Filter> filter,
            Optional<SetQuery.Of> prompts) {}

    List<VectorIndex.Hit> search(Wanted wanted, int k, int offset) {
        try (VectorIndex index = VectorIndex.open(folder)) {
            SetQuery.Of what = wanted.prompts.orElseGet(index::usual);
            return index.search(new SetQuery(what, vector(index, wanted), wanted.filter, k, offset));
        }
    }

    private Embedding vector(VectorIndex index, Wanted wanted) {
        EmbeddingSum sum = new EmbeddingSum();
        wanted.like.forEach(id -> sum.add(vector(index, id), 1));
        if (!wanted.near.isEmpty() || !wanted.far.isEmpty()) {
            try (SearchEncoder encoder = encoder(index)) {
                wanted.near.forEach(term -> sum.add(vector(encoder, term.subject()), term.weight()));
                wanted.far.forEach(term -> sum.add(vector(encoder, term.subject()), -term.weight()));
            }
        }
        return sum.vector();
    }

    private Embedding vector(VectorIndex index, String id) {
        VectorEntry entry = index.entry(id)
                .orElseThrow(() -> new DreamCacherException(FailureCategory.NOT_FOUND,
                        "%s has no entry \"%s\"; take an id that a search printed.".formatted(folder, id)));
        return entry.image().or(entry::text).orElseThrow();
    }

    private static Embedding vector(SearchEncoder encoder, Subject subject) {
        return switch (subject) {
            case Subject.Text(String text) -> encoder.encode(text)
                    .text()
                    .orElseThrow(() -> DreamCacherException.badRequest(
                            "Words are compared with vectors of the space that texts and pictures share, but %s has none; name a CLIP with --clip."
                                    .formatted(encoder.description().name())));
            case Subject.ImageAt(String path) -> encoder.encode(ImageFileReader.DEFAULT.read(Path.of(path)));
        };
    }

    /** The model that made the vectors. */
    private SearchEncoder encoder(VectorIndex index) {
        String name = clip.or(() -> index.header().origin().map(VectorOrigin::model))
                .orElseThrow(() -> DreamCacherException.badRequest(
                        "%s does not say which model made its vectors; name it with --clip.".formatted(folder)));
        SearchEncoder encoder = context.tools().apply(name, EngineOptions.USUAL).searchEncoder();
        try {
            requireSame(index, encoder.description());
            return encoder;
        } catch (DreamCacherException e) {
            encoder.close();
            throw e;
        }
    }

    private void requireSame(VectorIndex index, EncoderDescription found) {
        index.header()
                .origin()
                .filter(origin -> !origin.fingerprint().equals(found.fingerprint()))
                .ifPresent(origin -> {
                    throw DreamCacherException.badRequest(
                            "Only vectors of one model compare: %s has those of %s (fingerprint %.12s), but %s is %.12s; name the model that made them with --clip, or embed again."
                                    .formatted(folder, origin.model(), origin.fingerprint(), found.name(),
                                            found.fingerprint()));
                });
    }
}
