package io.dreamcacher.testkit;

import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Recipes for tests. */
public final class Recipes {
    /** What every recipe says of its request. */
    public static final RequestIdentity IDENTITY = new RequestIdentity("ab".repeat(32), "cd".repeat(32));
    /** The model every recipe is of. */
    public static final String FINGERPRINT = "0123456789abcdef".repeat(4);

    private static final String[] PIECES = {"a red boat", "\n", "\r\n", "\"", "'", "\\", ",", ":", "\t", " ",
            "Negative prompt: ", "Steps: 3, Seed: 4, Size: 1x1", "⛵", "🏳️‍🌈", "\ud83d", "\udc00", "\u0000", "é",
            "e\u0301",
            "(sea:1.2)", "{}", "<lora:x:1>", "漢字", "\u202e"};

    private Recipes() {}

    /** A recipe without a negative prompt. */
    public static Recipe of(String prompt) {
        return new Recipe(IDENTITY, prompt, false, "postcards", FINGERPRINT,
                new GenerationSettings(new ImageSize(128, 96), 20, 7.5, "pndm"), 42, false);
    }

    /** A recipe with a negative prompt. */
    public static Recipe of(String prompt, String negativePrompt) {
        return new Recipe(IDENTITY, prompt, false, "postcards", FINGERPRINT,
                new GenerationSettings(new ImageSize(128, 96), 20, 7.5, "pndm").withNegativePrompt(negativePrompt), 42,
                false);
    }

    /** A recipe whose texts have whatever breaks formats. */
    public static Recipe random(RandomGenerator random) {
        GenerationSettings settings = new GenerationSettings(
                random.nextBoolean() ? Optional.empty() : Optional.of(text(random)),
                new ImageSize(random.nextInt(1, 5000), 8),
                random.nextInt(1, 1001), random.nextDouble(0, 30), "euler",
                random.nextBoolean() ? Conditioning.NONE : Conditioning.NONE.withClipSkip(random.nextInt(1, 9)));
        return new Recipe(IDENTITY, text(random), random.nextBoolean(), text(random), FINGERPRINT, settings,
                random.nextLong(), random.nextBoolean());
    }

    private static String text(RandomGenerator random) {
        if (random.nextInt(20) == 0) {
            return "x\"".repeat(5_000);
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
