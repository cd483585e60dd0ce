package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.memory.SearchQuery;
import java.util.List;

/**
 * What was found.
 *
 * @param results nearest first
 */
public record SearchResults(List<Result> results) {
    /** Refuses to be without its list. */
    public SearchResults {
        results = List.copyOf(results);
    }

    /** What a memory found. */
    public static SearchResults of(List<SearchQuery.Found> found) {
        return new SearchResults(found.stream().map(Result::of).toList());
    }

    /**
     * One image.
     *
     * @param id its name
     * @param similarity cosine with what was searched for
     * @param prompt that made it
     * @param image what it is
     */
    public record Result(String id, double similarity, String prompt, @JsonUnwrapped ImageFacts image) {
        static Result of(SearchQuery.Found found) {
            return new Result(found.generation().id().value(), found.similarity(), found.generation().recipe().prompt(),
                    ImageFacts.of(found.generation()));
        }

        /** This result at another place. */
        public Result withPath(String value) {
            return new Result(id, similarity, prompt, image.withPath(value));
        }
    }
}
