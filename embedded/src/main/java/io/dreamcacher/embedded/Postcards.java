package io.dreamcacher.embedded;

import io.dreamcacher.datasets.PromptSource;
import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;

/**
 * The bundled model. ONNX Runtime maps weights from files, so the model is unpacked into the cache folder once for each
 * version of its files.
 */
public final class Postcards {
    /** Its name wherever a model is named. */
    public static final String NAME = "postcards";

    private static final String ROOT = "/models/postcards/";
    private static final String LISTING = "SHA256SUMS";
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
        try (PromptSource source = PromptSource.open(unpacked(cacheFolder).resolve("prompts.csv"))) {
            byEase = StreamSupport.stream(source.spliterator(), false)
                    .map(PromptSource.Row::prompt)
                    .collect(Collectors.partitioningBy(prompt -> !HARD.matcher(prompt).find()));
        }
        return Stream.of(true, false).flatMap(easy -> spread(byEase.getOrDefault(easy, List.of()))).toList();
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
        try (InputStream in = resource(LISTING)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.split("  ", 2))
                    .collect(Collectors.toMap(parts -> parts[1], parts -> parts[0], (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException("The bundled model cannot be read from the class path.", e);
        }
    }

    private static Path unpacked(Path cacheFolder) {
        Map<String, String> files = listing();
        Path models = cacheFolder.toAbsolutePath().resolve("models");
        Path folder = models.resolve("postcards-" + version(files));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        try {
            Files.createDirectories(models);
            unpack(files, Files.createTempDirectory(models, ".unpacking"), folder);
        } catch (IOException e) {
            throw new DreamCacherException(FailureCategory.EXHAUSTED,
                    "The bundled model needs about 40 MB below %s, but could not be unpacked there: %s. Make room, or name another cache folder in DREAMCACHER_CACHE."
                            .formatted(models, e.getMessage()),
                    e);
        }
        return folder;
    }

    /** Another process may unpack at the same time; whoever renames first wins, and both see the same files. */
    private static void unpack(Map<String, String> files, Path temporary, Path folder) throws IOException {
        for (String file : files.keySet()) {
            Path target = temporary.resolve(file);
            Files.createDirectories(target.getParent());
            try (InputStream in = resource(file)) {
                Files.copy(in, target);
            }
        }
        try {
            Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static String version(Map<String, String> files) {
        CRC32 crc = new CRC32();
        crc.update(files.toString().getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }

    private static InputStream resource(String file) throws IOException {
        InputStream in = Postcards.class.getResourceAsStream(ROOT + file);
        if (in == null) {
            throw new IOException("no " + ROOT + file + " on the class path");
        }
        return in;
    }
}
