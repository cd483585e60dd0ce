package io.dreamcacher.embedded;

import io.dreamcacher.datasets.PromptSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The bundled model. */
public final class Postcards {
    /** Its name wherever a model is named. */
    public static final String NAME = "postcards";

    private static final BundledFiles FILES = new BundledFiles("postcards", 40);
    private static final List<String> STARTERS = List.of("a red sailing boat on the sea at sunset",
            "a lighthouse on the beach at dusk", "a black cat in a meadow", "a pink castle under a rainbow",
            "two hot air balloons over green hills at dawn", "a rocket in space");

    /** Prime, and no divisor of the number of prompts, nor of that of the easy ones. */
    private static final int STRIDE = 97;

    /**
     * What makes a prompt hard for it, by its card: several things, small ones or ones at the side, absences; and words
     * that only talk about the picture.
     */
    private static final Pattern HARD = Pattern.compile(
            "[,:.]|\\b(two|2|pair|three|3|small|little|tiny|miniature|left|right|and|next|beside|together|without|no"
                    + "|with(?! a rainbow)|of|there|we|imagine|illustration|artwork|showing|painting)\\b",
            Pattern.CASE_INSENSITIVE);

    private Postcards() {}

    /** Six prompts it draws well. */
    public static List<String> starterPrompts() {
        return STARTERS;
    }

    /**
     * Prompts of its world, thousands of them: first those it draws best, both they and the others in an order in which
     * neighbours differ.
     *
     * @param cacheFolder where the model is unpacked
     */
    public static List<String> prompts(Path cacheFolder) {
        Map<Boolean, List<String>> byEase;
        try (PromptSource source = PromptSource.open(promptFile(cacheFolder))) {
            byEase = StreamSupport.stream(source.spliterator(), false)
                    .map(PromptSource.Row::prompt)
                    .collect(Collectors.partitioningBy(prompt -> !HARD.matcher(prompt).find()));
        }
        return Stream.of(true, false).flatMap(easy -> spread(byEase.getOrDefault(easy, List.of()))).toList();
    }

    /**
     * The file of those prompts, with the scene each describes.
     *
     * @param cacheFolder where the model is unpacked
     */
    public static Path promptFile(Path cacheFolder) {
        return unpacked(cacheFolder).resolve("prompts.csv");
    }

    /** The file has paraphrases side by side. */
    private static Stream<String> spread(List<String> prompts) {
        return IntStream.range(0, prompts.size()).mapToObj(i -> prompts.get(i * STRIDE % prompts.size()));
    }

    /** Its Stable Diffusion folder, unpacked if it is not yet. */
    static Path stableDiffusion(Path cacheFolder) {
        return unpacked(cacheFolder).resolve("sd");
    }

    /** Its CLIP folder, unpacked if it is not yet. */
    static Path clip(Path cacheFolder) {
        return unpacked(cacheFolder).resolve("clip");
    }

    /** Every file of the model by its path, with its SHA-256. */
    static Map<String, String> listing() {
        return FILES.listing();
    }

    private static Path unpacked(Path cacheFolder) {
        return FILES.unpacked(cacheFolder);
    }
}
