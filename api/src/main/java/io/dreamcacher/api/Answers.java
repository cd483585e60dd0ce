package io.dreamcacher.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.memory.Answer;
import io.dreamcacher.memory.ImageAnswer;
import io.dreamcacher.memory.Outcome;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a request got.
 *
 * @param answers as many as asked for
 */
public record Answers(List<AnsweredImage> answers) {
    /** Refuses to be without its list. */
    public Answers {
        answers = List.copyOf(answers);
    }

    /** The answer of a memory to a prompt. */
    public static Answers of(Answer answer, String prompt) {
        return new Answers(answer.images().stream().map(image -> AnsweredImage.of(image, prompt)).toList());
    }

    /** Characters of the images that are nowhere else, for bounding what is kept. */
    public long unstoredCharacters() {
        return answers.stream().filter(one -> one.id().isEmpty()).mapToLong(one -> one.image().path().length()).sum();
    }

    /**
     * One image.
     *
     * @param id its name; empty when the request left no trace
     * @param prompt that was asked for
     * @param decision why this is the answer
     * @param cost of the answer
     * @param image what it is
     * @param flagged whether the model's safety checker objected to the image
     * @param promptCutAt index of the first character of the prompt the model did not see
     */
    public record AnsweredImage(Optional<String> id, String prompt, @JsonUnwrapped Decision decision,
            @JsonUnwrapped Cost cost, @JsonUnwrapped ImageFacts image, boolean flagged, OptionalInt promptCutAt) {

        private static final String BASE64 = ";base64,";

        static AnsweredImage of(ImageAnswer answer, String prompt) {
            return new AnsweredImage(answer.id().map(GenerationId::value), prompt, Decision.of(answer),
                    new Cost(answer.time().took().toMillis(), answer.time().saved().toMillis()),
                    ImageFacts.of(path(answer.image()), answer.recipe(), answer.createdAt()),
                    answer.recipe().flagged(), answer.cutAt());
        }

        private static String path(ImageAnswer.Image image) {
            return switch (image) {
                case ImageAnswer.Image.Remembered remembered -> Paths.image(remembered.id());
                case ImageAnswer.Image.Unstored(ImageFile file) -> dataAddress(file);
            };
        }

        /** An image itself, as an address. */
        public static String dataAddress(ImageFile file) {
            return "data:" + file.type() + BASE64 + Base64.getEncoder().encodeToString(file.bytes());
        }

        /** The image file, when it is nowhere else. */
        public Optional<byte[]> unstored() {
            int data = image.path().startsWith("data:") ? image.path().indexOf(BASE64) : -1;
            return data < 0
                    ? Optional.empty()
                    : Optional.of(Base64.getDecoder().decode(image.path().substring(data + BASE64.length())));
        }

        /** This image at another place. */
        public AnsweredImage withPath(String value) {
            return new AnsweredImage(id, prompt, decision, cost, image.withPath(value), flagged, promptCutAt);
        }
    }

    /**
     * Why an image is the answer.
     *
     * @param outcome EXACT, SIMILAR, REFINED or GENERATED
     * @param similarity of the two prompts; only SIMILAR and REFINED have one
     * @param needed the least similarity that would have done; only SIMILAR has one
     * @param sourceId the remembered image that made generating unnecessary, or that REFINED was begun from
     * @param sourcePrompt its prompt
     * @param reason one or two sentences
     * @param refinedAtStep the first denoising step that was run, from 0; only REFINED has one
     */
    public record Decision(String outcome, OptionalDouble similarity, OptionalDouble needed, Optional<String> sourceId,
            Optional<String> sourcePrompt, String reason, OptionalInt refinedAtStep) {
        /** A new image. */
        public static Decision generated(String reason) {
            return new Decision("GENERATED", OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty(),
                    Optional.empty(), reason, OptionalInt.empty());
        }

        static Decision of(ImageAnswer answer) {
            Optional<String> source = answer.sourceId().map(GenerationId::value);
            Optional<String> prompt = source.map(id -> answer.recipe().prompt());
            OptionalDouble none = OptionalDouble.empty();
            return switch (answer.outcome()) {
                case Outcome.Similar similar ->
                    new Decision(similar.name(), OptionalDouble.of(similar.similarity()),
                            OptionalDouble.of(similar.needed()), source, prompt, answer.reason(), OptionalInt.empty());
                case Outcome.Refined refined ->
                    new Decision(refined.name(), OptionalDouble.of(refined.similarity()), none, source,
                            Optional.of(refined.sourcePrompt()), answer.reason(), OptionalInt.of(refined.step()));
                case Outcome.Exact exact ->
                    new Decision(exact.name(), none, none, source, prompt, answer.reason(), OptionalInt.empty());
                case Outcome.Generated generated -> generated(answer.reason());
            };
        }
    }

    /**
     * What an answer cost.
     *
     * @param milliseconds it took, waiting included
     * @param millisecondsSaved not spent on generating
     */
    public record Cost(long milliseconds, long millisecondsSaved) {}
}
