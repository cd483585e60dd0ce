package io.dreamcacher.testkit;

import io.dreamcacher.generation.GenerationId;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.generation.RequestIdentity;
import io.dreamcacher.model.Fingerprint;
import io.dreamcacher.model.ModelIdentity;
import io.dreamcacher.model.ModelRef;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.model.Safety;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Recipes for tests. */
public final class Recipes {
    /** What every recipe says of its request. */
    public static final RequestIdentity IDENTITY = new RequestIdentity("ab".repeat(32), "cd".repeat(32));
    /** What tells the model of every recipe from others. */
    public static final Fingerprint FINGERPRINT = new Fingerprint("0123456789abcdef".repeat(4));

    private static final String[] PIECES = {"a red boat", "\n", "\r\n", "\"", "'", "\\", ",", ":", "\t", " ",
            "Negative prompt: ", "Steps: 3, Seed: 4, Size: 1x1", "⛵", "🏳️‍🌈", "\ud83d", "\udc00", "\u0000", "é",
            "e\u0301",
            "(sea:1.2)", "{}", "<lora:x:1>", "漢字", "\u202e"};

    private Recipes() {}

    /** A recipe without a negative prompt. */
    public static Recipe of(String prompt) {
        return of(prompt, "postcards", new GenerationSettings(new ImageSize(128, 96), 20, 7.5, "pndm"), 42);
    }

    /** A recipe with a negative prompt. */
    public static Recipe of(String prompt, String negativePrompt) {
        return of(prompt, "postcards",
                new GenerationSettings(new ImageSize(128, 96), 20, 7.5, "pndm").withNegativePrompt(negativePrompt), 42);
    }

    /** A recipe of a model with the fingerprint of them all. */
    public static Recipe of(String prompt, String model, GenerationSettings settings, long seed) {
        return new Recipe(IDENTITY, new Recipe.Words(prompt, false),
                new ModelIdentity(ModelRef.of(model), FINGERPRINT), settings, OptionalLong.of(seed), false);
    }

    /** What somebody's server tells of an image: a size, and what it made of the prompt. */
    public static Recipe withoutSampling(String prompt, String revised) {
        return new Recipe(IDENTITY, new Recipe.Words(prompt, false, Optional.of(revised)),
                new ModelIdentity(ModelRef.of("somebody's"), FINGERPRINT),
                GenerationSettings.of(new ImageSize(64, 64)), OptionalLong.empty(), false);
    }

    /** A recipe whose texts have whatever breaks formats, and of which anything may be absent. */
    public static Recipe random(RandomGenerator random) {
        GenerationSettings settings = new GenerationSettings(maybe(random, () -> text(random)),
                new ImageSize(random.nextInt(1, 5000), 8),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(1, 1001)),
                random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble(0, 30)),
                maybe(random, () -> "euler"),
                random.nextBoolean() ? Conditioning.NONE : Conditioning.NONE.withClipSkip(random.nextInt(1, 9)),
                new Rendering(maybe(random, () -> "fast"), maybe(random, () -> "torch-cuda"),
                        maybe(random, () -> Safety.BLUR)));
        Recipe.Words words = new Recipe.Words(text(random), random.nextBoolean(), maybe(random, () -> text(random)));
        Recipe recipe = new Recipe(IDENTITY, words, new ModelIdentity(ModelRef.of("model" + text(random)), FINGERPRINT),
                settings,
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()), random.nextBoolean());
        return random.nextBoolean()
                ? recipe
                : recipe.refined(new Recipe.Refinement(new GenerationId("b".repeat(20)), random.nextInt(1, 50),
                        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong())));
    }

    private static <T> Optional<T> maybe(RandomGenerator random, Supplier<T> value) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(value.get());
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
