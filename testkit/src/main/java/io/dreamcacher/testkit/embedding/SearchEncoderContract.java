package io.dreamcacher.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.EncodedPrompt;
import io.dreamcacher.embedding.EncoderDescription;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SearchEncoder} must do, with a vision tower and without. */
public abstract class SearchEncoderContract {
    private static final List<String> PROMPTS = List.of("a red boat", "two cats in the snow", "", "!?", "一只猫",
            "é\u0301🎈",
            "A RED BOAT", "\t a  red\nboat ");

    private SearchEncoder encoder;

    /** For subclasses. */
    @SuppressWarnings("NullAway") // opened before each test
    protected SearchEncoderContract() {}

    /** The encoder, opened once more; all of a test make the same vectors. */
    protected abstract SearchEncoder open();

    @BeforeEach
    final void openOne() {
        encoder = open();
    }

    @AfterEach
    final void close() {
        encoder.close();
    }

    private static BufferedImage image(int width, int height, int type) {
        BufferedImage image = new BufferedImage(width, height, type);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(200, 30, 40));
        graphics.fillRect(0, 0, width, height);
        graphics.setColor(new Color(20, 60, 250));
        graphics.fillRect(0, 0, Math.max(1, width / 2), Math.max(1, height / 3));
        graphics.dispose();
        return image;
    }

    private static void assertUnit(Embedding embedding, int dimension) {
        assertThat(embedding.dimension()).isEqualTo(dimension);
        double squares = 0;
        for (float value : embedding.toArray()) {
            assertThat(value).isFinite();
            squares += (double) value * value;
        }
        assertThat(Math.sqrt(squares)).isCloseTo(1, within(1e-5));
    }

    @Test
    final void encodePrompts_manyAtOnce_areTheVectorsOfEachInOrder() {
        List<EncodedPrompt> together = encoder.encodePrompts(PROMPTS);

        assertThat(together).hasSameSizeAs(PROMPTS);
        for (int i = 0; i < PROMPTS.size(); i++) {
            EncodedPrompt alone = encoder.encode(PROMPTS.get(i));
            assertThat(together.get(i).prompt().similarity(alone.prompt())).isCloseTo(1, within(1e-5));
            assertThat(together.get(i).text().isPresent()).isEqualTo(alone.text().isPresent());
            assertThat(together.get(i).cut()).isEqualTo(alone.cut());
        }
        assertThat(encoder.encodePrompts(List.of())).isEmpty();
    }

    @Test
    final void encodeImages_manyAtOnce_areTheVectorsOfEachInOrder() {
        List<BufferedImage> images = List.of(image(40, 30, BufferedImage.TYPE_INT_RGB),
                image(300, 200, BufferedImage.TYPE_INT_ARGB), image(31, 64, BufferedImage.TYPE_BYTE_GRAY));
        if (!encoder.description().encodesImages()) {
            assertThatThrownBy(() -> encoder.encodeImages(images)).isInstanceOfSatisfying(DreamCacherException.class,
                    e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
            return;
        }

        List<Embedding> together = encoder.encodeImages(images);

        assertThat(together).hasSameSizeAs(images);
        for (int i = 0; i < images.size(); i++) {
            assertThat(together.get(i).similarity(encoder.encode(images.get(i)))).isCloseTo(1, within(1e-5));
        }
        assertThat(encoder.encodeImages(List.of())).isEmpty();
    }

    @Test
    void description_always_isOfTheSameModel() {
        EncoderDescription description = encoder.description();
        assertThat(description.name()).isNotBlank();
        assertThat(description.fingerprint()).matches("[0-9a-f]{64}");
        var unused = encoder.encode("a red boat");
        assertThat(encoder.description()).isEqualTo(description);
        try (SearchEncoder other = open()) {
            assertThat(other.description()).isEqualTo(description);
        }
    }

    @Test
    void encode_anyPrompt_hasVectorsAsDescribed() {
        EncoderDescription description = encoder.description();
        for (String prompt : PROMPTS) {
            EncodedPrompt encoded = encoder.encode(prompt);
            assertUnit(encoded.prompt(), description.promptDimension());
            assertThat(encoded.cut()).as(prompt).isFalse();
            assertThat(encoded.text().isPresent()).isEqualTo(description.encodesImages());
            encoded.text().ifPresent(text -> assertUnit(text, description.jointDimension()));
        }
    }

    @Test
    void encode_anyImage_hasAVectorAsDescribedOrIsRefused() {
        for (BufferedImage image : List.of(image(64, 64, BufferedImage.TYPE_INT_RGB),
                image(1, 1, BufferedImage.TYPE_INT_RGB), image(301, 7, BufferedImage.TYPE_3BYTE_BGR),
                image(40, 50, BufferedImage.TYPE_INT_ARGB), image(33, 32, BufferedImage.TYPE_BYTE_GRAY))) {
            if (encoder.description().encodesImages()) {
                assertUnit(encoder.encode(image), encoder.description().jointDimension());
            } else {
                assertThatThrownBy(() -> encoder.encode(image))
                        .isInstanceOfSatisfying(DreamCacherException.class,
                                e -> assertThat(e.category()).isEqualTo(FailureCategory.BAD_REQUEST));
            }
        }
    }

    @Test
    void encode_again_isTheSameHereAndInAnotherProcess() {
        try (SearchEncoder other = open()) {
            for (String prompt : PROMPTS) {
                EncodedPrompt first = encoder.encode(prompt);
                assertThat(encoder.encode(prompt)).isEqualTo(first);
                assertThat(other.encode(prompt)).isEqualTo(first);
            }
            if (encoder.description().encodesImages()) {
                BufferedImage image = image(64, 48, BufferedImage.TYPE_INT_RGB);
                assertThat(other.encode(image)).isEqualTo(encoder.encode(image));
            }
        }
    }

    @Test
    void encode_image_leavesItAsItWas() {
        if (encoder.description().encodesImages()) {
            BufferedImage image = image(64, 48, BufferedImage.TYPE_INT_RGB);
            int[] before = image.getRGB(0, 0, 64, 48, null, 0, 64);
            var unused = encoder.encode(image);
            assertThat(image.getRGB(0, 0, 64, 48, null, 0, 64)).isEqualTo(before);
        }
    }

    @Test
    void encode_prompts_tellsThemApart() {
        Embedding boat = encoder.encode("a red boat").prompt();
        assertThat(boat.similarity(boat)).isCloseTo(1, within(1e-6));
        assertThat(boat.similarity(encoder.encode("two cats in the snow").prompt())).isLessThan(0.999);
        assertThat(boat.similarity(encoder.encode("").prompt())).isLessThan(0.999);
    }

    /** What is beyond the window is said to be, and changes nothing. */
    @Test
    void encode_promptBeyondTheWindow_isCut() {
        EncodedPrompt cut = encoder.encode("boat ".repeat(400));
        EncodedPrompt longer = encoder.encode("boat ".repeat(400) + "cat");
        assertThat(cut.cut()).isTrue();
        assertThat(longer).isEqualTo(cut);
    }

    @Test
    void encode_byManyThreads_isWhatOneEncodes() throws InterruptedException, ExecutionException {
        List<EncodedPrompt> expected = PROMPTS.stream().map(encoder::encode).toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<List<EncodedPrompt>>> answers = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                answers.add(threads.submit(() -> PROMPTS.stream().map(encoder::encode).toList()));
            }
            for (Future<List<EncodedPrompt>> answer : answers) {
                assertThat(answer.get()).isEqualTo(expected);
            }
        }
    }

    @Test
    void close_again_doesNothing() {
        SearchEncoder other = open();
        var unused = other.encode("a red boat");
        other.close();
        other.close();
        assertThat(encoder.encode("a red boat")).as("it closes its own networks only").isNotNull();
    }
}
