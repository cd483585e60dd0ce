package io.dreamcacher.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.reuse.Evidence;
import io.dreamcacher.reuse.PromptComparer.PhraseDifference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ImageEvidenceTest {
    /** Texts and image in a plane. */
    private static final Map<String, Double> DEGREES = Map.of("asked", 50.0, "stored", 20.0, "red", 60.0, "blue", 10.0,
            "big", 30.0);

    private static Embedding at(double degrees) {
        double radians = Math.toRadians(degrees);
        return Embedding.ofVector(new float[]{(float) Math.cos(radians), (float) Math.sin(radians)});
    }

    private static EncodedPrompt encode(String text) {
        Embedding vector = at(DEGREES.getOrDefault(text, 90.0));
        return new EncodedPrompt(vector, Optional.of(vector), false);
    }

    private static Evidence seen(PhraseDifference differing) {
        ImageSight sight = new ImageSight(ImageEvidenceTest::encode, Optional.of(at(0)));
        return ImageEvidence.of("asked",
                new Gate.Candidate("stored", false, 0.7, sight.image("asked"), sight), differing);
    }

    private static double cosine(double degrees) {
        return Math.cos(Math.toRadians(degrees));
    }

    @Test
    void of_wholePrompts_isCosinesAndWhatTheImageShowsLess() {
        Map<String, Double> found = seen(PhraseDifference.NONE).features();

        assertThat(found.get("prompts")).isEqualTo(0.7);
        assertThat(found.get("image")).isCloseTo(cosine(50), within(1e-6));
        assertThat(found.get("image-less")).isCloseTo(cosine(20) - cosine(50), within(1e-6));
        assertThat(found.get("texts")).isCloseTo(cosine(30), within(1e-6));
        assertThat(found.get("phrases")).isEqualTo(1);
        assertThat(found.get("phrase-image")).isEqualTo(found.get("image"));
        assertThat(found.get("phrase-less")).isZero();
    }

    @Test
    void of_phrasesThatDiffer_isTheWorstOfThemAgainstTheNearestInstead() {
        Map<String, Double> found = seen(new PhraseDifference(List.of("big", "red"), List.of("blue", "big")))
                .features();

        assertThat(found.get("phrases")).isCloseTo(cosine(30), within(1e-6));
        assertThat(found.get("phrase-image")).isCloseTo(cosine(60), within(1e-6));
        assertThat(found.get("phrase-less")).isCloseTo(cosine(30) - cosine(60), within(1e-6));
    }

    @Test
    void of_nothingInstead_isAgainstTheWholeStoredPrompt() {
        assertThat(seen(new PhraseDifference(List.of("red"), List.of())).features().get("phrase-less"))
                .isCloseTo(cosine(20) - cosine(60), within(1e-6));
    }

    @Test
    void of_searchModelThatSeesNothing_leavesOutWhatItCannotTell() {
        Evidence found = ImageEvidence.of("asked", new Gate.Candidate("stored", false, 0.7, OptionalDouble.empty()),
                new PhraseDifference(List.of("red"), List.of("blue")));

        assertThat(found.features()).containsOnlyKeys("prompts");
    }
}
