package io.dreamcacher.server.requests;

import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.Answer;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.ImageAnswer.Image;
import io.dreamcacher.memory.Outcome;
import io.dreamcacher.server.security.Paths;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a request got, as JSON.
 *
 * @param answers as many as asked for
 */
public record AnswersJson(List<AnswerJson> answers) {
    /**
     * One picture.
     *
     * @param id empty when the request left no trace
     * @param outcome EXACT, SIMILAR or GENERATED
     * @param similarity of the two prompts; only SIMILAR has one
     * @param needed the least similarity that would have done; only SIMILAR has one
     * @param sourceId the remembered picture that made generating unnecessary
     * @param sourcePrompt its prompt
     * @param prompt that was asked for
     * @param seed that started the noise
     * @param milliseconds this answer took, waiting included
     * @param millisecondsSaved not spent on generating
     * @param path of the picture, or the picture itself as data address when it is not stored
     * @param reason one or two sentences
     * @param createdAt when the picture was made
     * @param width in pixels
     * @param height in pixels
     * @param flagged whether the model's safety checker objected to the picture
     * @param promptCutAt index of the first character of the prompt the model did not see
     */
    public record AnswerJson(Optional<String> id, String outcome, OptionalDouble similarity, OptionalDouble needed,
            Optional<String> sourceId, Optional<String> sourcePrompt, String prompt, long seed, long milliseconds,
            long millisecondsSaved, String path, String reason, Instant createdAt, int width, int height,
            boolean flagged, OptionalInt promptCutAt) {

        static AnswerJson of(ImageAnswer answer, String prompt) {
            return new AnswerJson(answer.id().map(Object::toString), answer.outcome().name(),
                    similarity(answer.outcome()),
                    needed(answer.outcome()), answer.sourceId().map(Object::toString),
                    answer.sourceId().map(id -> answer.recipe().prompt()), prompt, answer.recipe().seed(),
                    answer.took().toMillis(), answer.saved().toMillis(), path(answer.image()), answer.reason(),
                    answer.createdAt(), answer.recipe().settings().size().width(),
                    answer.recipe().settings().size().height(), answer.recipe().flagged(),
                    answer.cutAt());
        }

        private static OptionalDouble similarity(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Similar similar -> OptionalDouble.of(similar.similarity());
                case Outcome.Exact exact -> OptionalDouble.empty();
                case Outcome.Generated generated -> OptionalDouble.empty();
            };
        }

        private static OptionalDouble needed(Outcome outcome) {
            return switch (outcome) {
                case Outcome.Similar similar -> OptionalDouble.of(similar.needed());
                case Outcome.Exact exact -> OptionalDouble.empty();
                case Outcome.Generated generated -> OptionalDouble.empty();
            };
        }

        private static String path(Image picture) {
            return switch (picture) {
                case Image.Remembered remembered -> Paths.picture(remembered.id());
                case Image.Unstored(ImageFile file) ->
                    "data:%s;base64,%s".formatted(file.type(), Base64.getEncoder().encodeToString(file.bytes()));
            };
        }
    }

    static AnswersJson of(Answer answer, String prompt) {
        return new AnswersJson(answer.images().stream().map(picture -> AnswerJson.of(picture, prompt)).toList());
    }

    /** Characters of the pictures that are nowhere else, for bounding what is kept. */
    long unstoredCharacters() {
        return answers.stream().filter(one -> one.id().isEmpty()).mapToLong(one -> one.path().length()).sum();
    }
}
