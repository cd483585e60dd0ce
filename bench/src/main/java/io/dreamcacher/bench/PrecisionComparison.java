package io.dreamcacher.bench;

import io.dreamcacher.datasets.ScenePrompt;
import io.dreamcacher.datasets.ScenePrompts;
import io.dreamcacher.diffusion.ClipSearchEncoder;
import io.dreamcacher.diffusion.model.ModelChoice;
import io.dreamcacher.diffusion.model.ModelFingerprint;
import io.dreamcacher.diffusion.network.SessionSettings;
import io.dreamcacher.diffusion.network.SessionSettings.Precision;
import io.dreamcacher.diffusion.pipeline.DiffusionGenerator;
import io.dreamcacher.embedding.Embedding;
import io.dreamcacher.embedding.Pooling;
import io.dreamcacher.embedding.SearchEncoder;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.model.ModelRef;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * What {@code fast} does to images: for prompts spread over the set of a model, the exact image and the fast one of
 * the same seed, beside the exact one of another seed for scale. Writes all images but those of the
 * other seed. Run from the repository's root:
 *
 * <pre>mvn -B -q -Pprecision -pl bench -am process-classes -Dprompts=50 -Dpictures=FOLDER</pre>
 */
final class PrecisionComparison {
    private static final long SEED = 1;
    private static final double LARGEST_VALUE = 255;

    private PrecisionComparison() {}

    /** One prompt's figures; similarities are cosines of CLIP vectors. */
    private record Row(String prompt, double psnr, double psnrOfOtherSeed, double similarity,
            double similarityOfOtherSeed, double exactToPrompt, double fastToPrompt) {}

    /**
     * Runs the comparison and prints its table.
     *
     * @param arguments the repository's root, how many prompts, the folder for images
     */
    public static void main(String[] arguments) throws IOException {
        System.out.println(Machine.description());
        Path postcards = Path.of(arguments[0]).resolve("models").resolve("postcards");
        Path images = Files.createDirectories(Path.of(arguments[2]));
        Path cache = Files.createTempDirectory("dreamcacher-precision");
        SessionSettings settings = SessionSettings.allProcessors().withCacheFolder(cache);
        ModelFingerprint fingerprints = new ModelFingerprint(cache);
        ModelChoice choice = ModelChoice.of(postcards.resolve("sd"));
        try (SearchEncoder clip = ClipSearchEncoder.open("clip", postcards.resolve("clip"), Pooling.END, fingerprints,
                settings);
                ImageGenerator exact = DiffusionGenerator.open(ModelRef.of("exact"), choice, fingerprints, settings);
                ImageGenerator fast = DiffusionGenerator.open(ModelRef.of("fast"), choice, fingerprints,
                        settings.withPrecision(Precision.FAST))) {
            List<Row> rows = new ArrayList<>();
            for (String prompt : prompts(postcards.resolve("prompts.csv"), Integer.parseInt(arguments[1]))) {
                rows.add(compare(prompt, exact, fast, clip, images));
            }
            print(rows);
        }
    }

    private static List<String> prompts(Path csv, int count) throws IOException {
        List<String> all = ScenePrompts.read(csv).stream().map(ScenePrompt::prompt).distinct().toList();
        List<String> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(all.get((int) ((long) i * all.size() / count)));
        }
        return some;
    }

    private static Row compare(String prompt, ImageGenerator exact, ImageGenerator fast, SearchEncoder clip,
            Path images) throws IOException {
        BufferedImage reference = image(exact, prompt, SEED);
        BufferedImage rounded = image(fast, prompt, SEED);
        BufferedImage other = image(exact, prompt, SEED + 1);
        Embedding text = clip.encode(prompt).text().orElseThrow();
        Embedding seen = clip.encode(reference);
        Embedding seenRounded = clip.encode(rounded);
        String name = prompt.replaceAll("[^a-zA-Z0-9]+", "-");
        ImageIO.write(reference, "png", images.resolve(name + "-exact.png").toFile());
        ImageIO.write(rounded, "png", images.resolve(name + "-fast.png").toFile());
        return new Row(prompt, psnr(reference, rounded), psnr(reference, other), seen.similarity(seenRounded),
                seen.similarity(clip.encode(other)), seen.similarity(text), seenRounded.similarity(text));
    }

    private static BufferedImage image(ImageGenerator generator, String prompt, long seed) {
        JobOutcome outcome = generator.generate(
                new GenerationJob(prompt, generator.description().defaults(), seed), GenerationProgress.NONE);
        return switch (outcome) {
            case GeneratedImage made -> ImageFileReader.DEFAULT.read(made.file().bytes(), "the image");
            case RefusedByPolicy(String reason) -> throw new IllegalStateException(reason);
        };
    }

    /** Peak signal to noise ratio over red, green and blue, in dB. */
    private static double psnr(BufferedImage a, BufferedImage b) {
        double sum = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int difference = (a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255);
                    sum += difference * difference;
                }
            }
        }
        double mean = sum / (3.0 * a.getWidth() * a.getHeight());
        return 10 * Math.log10(LARGEST_VALUE * LARGEST_VALUE / Math.max(mean, 1e-9));
    }

    private static void print(List<Row> rows) {
        System.out.printf("| %d prompts | lowest | median | highest |%n|---|---|---|---|%n", rows.size());
        line("PSNR of fast to exact, dB", rows.stream().mapToDouble(Row::psnr).toArray());
        line("PSNR of another seed to exact, dB", rows.stream().mapToDouble(Row::psnrOfOtherSeed).toArray());
        line("CLIP similarity of fast to exact", rows.stream().mapToDouble(Row::similarity).toArray());
        line("CLIP similarity of another seed to exact",
                rows.stream().mapToDouble(Row::similarityOfOtherSeed).toArray());
        line("CLIP similarity of exact to its prompt", rows.stream().mapToDouble(Row::exactToPrompt).toArray());
        line("CLIP similarity of fast to its prompt", rows.stream().mapToDouble(Row::fastToPrompt).toArray());
        line("the last two, fast less exact",
                rows.stream().mapToDouble(r -> r.fastToPrompt - r.exactToPrompt).toArray());
        rows.stream()
                .sorted((a, b) -> Double.compare(a.psnr, b.psnr))
                .limit(3)
                .forEach(row -> System.out.printf("differs most: %.1f dB, %s%n", row.psnr, row.prompt));
    }

    private static void line(String what, double... values) {
        Arrays.sort(values);
        System.out.printf("| %s | %.3f | %.3f | %.3f |%n", what, values[0], values[values.length / 2],
                values[values.length - 1]);
    }
}
