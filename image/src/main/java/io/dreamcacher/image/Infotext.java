package io.dreamcacher.image;

import io.dreamcacher.generation.ForeignRecipe;
import io.dreamcacher.generation.Recipe;
import io.dreamcacher.model.Rendering;
import io.dreamcacher.request.Conditioning;
import io.dreamcacher.request.GenerationSettings;
import io.dreamcacher.request.ImageSize;
import io.dreamcacher.request.SamplerNames;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The text AUTOMATIC1111's web UI, and many tools after it, keep inside a picture under {@code parameters}: the prompt,
 * {@code Negative prompt: …} if any, and a line of {@code Key: value} pairs. A value with a comma, colon or line break is
 * written as a JSON string. A prompt with a line that itself begins with {@code Negative prompt:} does not survive; that
 * is the format.
 *
 * @param prompt what the picture shows
 * @param negativePrompt absent when there is no line for one; such a line may be empty
 * @param sampling steps and sampler
 * @param guidanceScale named {@code CFG scale}
 * @param seed named {@code Seed}
 * @param size of the picture as generated
 * @param model as the text names it
 */
public record Infotext(String prompt, Optional<String> negativePrompt, Sampling sampling, OptionalDouble guidanceScale,
        OptionalLong seed, Optional<ImageSize> size,
        Optional<String> model) {

    private static final int HASH_DIGITS = 10;

    /**
     * How the noise was taken away.
     *
     * @param steps number of denoising steps
     * @param sampler as the text names it
     * @param scheduleType as the text names it, {@code Automatic} if it does not
     */
    public record Sampling(OptionalInt steps, Optional<String> sampler, String scheduleType) {}

    /** Reads such a text; keys it does not know are passed over, as are values that are not what their key needs. */
    public static Infotext parse(String text) {
        return InfotextParser.parse(text);
    }

    /** What it tells of a file of this size; numbers that no request may have are left out. Its prompt must not be blank. */
    ForeignRecipe recipe(ImageSize fileSize) {
        OptionalInt steps = sampling.steps()
                .stream()
                .filter(number -> number >= 1 && number <= GenerationSettings.MOST_STEPS)
                .findFirst();
        OptionalDouble guidance = guidanceScale.stream()
                .filter(number -> number >= 0 && number <= GenerationSettings.MOST_GUIDANCE)
                .findFirst();
        Optional<String> scheduler = sampling.sampler()
                .map(sampler -> SamplerNames.scheduler(sampler, sampling.scheduleType())
                        .orElseGet(() -> sampler.toLowerCase(Locale.ROOT)));
        return new ForeignRecipe(prompt, new GenerationSettings(negativePrompt, fileSize, steps, guidance, scheduler,
                Conditioning.NONE, Rendering.NONE), model.filter(name -> !name.isBlank()), seed);
    }

    /**
     * The text of a recipe. {@code Model hash} is the beginning of the fingerprint; NUL, which no picture text may have,
     * becomes a space.
     */
    public static String write(Recipe recipe) {
        GenerationSettings settings = recipe.settings();
        StringBuilder text = new StringBuilder(recipe.prompt());
        settings.negativePrompt().ifPresent(negative -> text.append("\nNegative prompt: ").append(negative));
        text.append('\n');
        settings.steps().ifPresent(steps -> append(text, "Steps", Integer.toString(steps)));
        settings.scheduler().ifPresent(scheduler -> {
            append(text, "Sampler", SamplerNames.sampler(scheduler));
            append(text, "Schedule type", SamplerNames.scheduleType(scheduler));
        });
        settings.guidanceScale().ifPresent(scale -> append(text, "CFG scale", number(scale)));
        recipe.seed().ifPresent(seed -> append(text, "Seed", Long.toString(seed)));
        append(text, "Size", settings.size().toString());
        append(text, "Model hash", recipe.model().fingerprint().sha256().substring(0, HASH_DIGITS));
        append(text, "Model", recipe.model().toString());
        appendConditioning(text, settings);
        recipe.words().revised().ifPresent(revised -> append(text, "Revised prompt", revised));
        append(text, "Version", "Dream Cacher");
        return text.toString().replace('\0', ' ');
    }

    private static void appendConditioning(StringBuilder text, GenerationSettings settings) {
        Conditioning conditioning = settings.conditioning();
        conditioning.variation().ifPresent(variation -> {
            append(text, "Variation seed", Long.toString(variation.seed()));
            append(text, "Variation seed strength", number(variation.strength()));
        });
        conditioning.start().ifPresent(start -> append(text, "Denoising strength", number(start.strength())));
        if (conditioning.clipSkip() > 0) {
            append(text, "Clip skip", Integer.toString(conditioning.clipSkip() + 1));
        }
        if (conditioning.eta() > 0) {
            append(text, settings.scheduler().orElse("").startsWith("ddim") ? "Eta DDIM" : "Eta",
                    number(conditioning.eta()));
        }
    }

    /** Our short name of sampler and schedule type; empty for those we have no scheduler for. */
    public Optional<String> scheduler() {
        return sampling.sampler.flatMap(name -> SamplerNames.scheduler(name, sampling.scheduleType));
    }

    private static void append(StringBuilder text, String key, String value) {
        text.append(text.charAt(text.length() - 1) == '\n' ? "" : ", ")
                .append(key)
                .append(": ")
                .append(InfotextQuotes.quoteIfNeeded(value));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
