package io.dreamcacher.cli.client;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * One picture of an answer, in the words the service uses too.
 *
 * @param id name of the remembered picture; empty when it was not stored
 * @param outcome EXACT, SIMILAR, REFINED or GENERATED
 * @param similarity cosine of asked and remembered prompt; empty when none was compared
 * @param sourceId the remembered picture that answered
 * @param seed that made the picture
 * @param milliseconds this answer took
 * @param millisecondsSaved by not generating
 * @param path of the picture file
 * @param reason why this is the answer
 * @param flagged whether the model's safety checker objected to the picture
 * @param promptCutAt index of the first character of the prompt the model does not see
 */
public record AnswerView(Optional<String> id, String outcome, Optional<Double> similarity, Optional<String> sourceId,
        long seed, long milliseconds, long millisecondsSaved, String path, String reason, boolean flagged,
        OptionalInt promptCutAt) {
    public AnswerView withPath(String value) {
        return new AnswerView(id, outcome, similarity, sourceId, seed, milliseconds, millisecondsSaved, value, reason,
                flagged, promptCutAt);
    }
}
