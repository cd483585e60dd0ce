package io.dreamcacher.embedded;

import io.dreamcacher.failure.DreamCacherException;
import io.dreamcacher.failure.FailureCategory;
import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.GeneratorCapabilities.Parameter;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.generator.RefiningGenerator;
import io.dreamcacher.image.ImageFileReader;
import io.dreamcacher.media.ImageFile;
import io.dreamcacher.media.MediaType;
import io.dreamcacher.request.GenerationSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Images of prompts in a folder, each drawn once with the model's default settings and a seed fixed by the prompt. Those of another
 * model, or of other settings, are kept apart.
 */
final class KeptImages {
    private static final int NAME_BYTES = 8;

    private final Path folder;
    private final ImageGenerator generator;
    private final GenerationSettings settings;

    KeptImages(Path folder, ImageGenerator generator) {
        this.generator = generator;
        this.settings = generator.description().defaults();
        String made = generator.description().fingerprint().sha256() + settings;
        this.folder = folder.resolve(HexFormat.of().formatHex(sha256(made), 0, NAME_BYTES));
    }

    boolean has(String prompt) {
        return Files.exists(file(prompt));
    }

    BufferedImage image(String prompt) {
        return kept(file(prompt), () -> generator.generate(job(prompt, prompt), GenerationProgress.NONE));
    }

    /** Another image of a prompt, of another seed. */
    BufferedImage again(String prompt) {
        String name = prompt + "\nagain";
        return kept(file(name), () -> generator.generate(job(prompt, name), GenerationProgress.NONE));
    }

    /** The image of a prompt begun from that of another, with the noise of its own; made when the folder has none. */
    BufferedImage refined(RefiningGenerator refining, String prompt, String stored, double strength) {
        return kept(file("%s\n%s\n%s".formatted(prompt, stored, strength)),
                () -> refining.refine(job(prompt, prompt), start(file(stored)), strength, GenerationProgress.NONE));
    }

    /** Models of this process write PNG. */
    private ImageFile start(Path file) {
        try {
            return new ImageFile(Files.readAllBytes(file), MediaType.PNG);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private BufferedImage kept(Path file, Supplier<JobOutcome> making) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                Path unfinished = folder.resolve("unfinished-%d".formatted(ProcessHandle.current().pid()));
                Files.write(unfinished, made(making.get()).file().bytes());
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return ImageFileReader.DEFAULT.read(file);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private DreamCacherException unusable(Path file, IOException failure) {
        return new DreamCacherException(FailureCategory.BAD_DATA,
                "The pictures drawn for calibration are kept in %s, but %s cannot be written or read (%s); name another folder with --pictures."
                        .formatted(folder, file.getFileName(), failure.getMessage()),
                failure);
    }

    private Path file(String name) {
        return folder.resolve(HexFormat.of().formatHex(sha256(name), 0, NAME_BYTES) + ".image");
    }

    /** @param name fixes the seed */
    private GenerationJob job(String prompt, String name) {
        byte[] hash = sha256(name);
        long seed = (hash[0] & 0xffL) << 16 | (hash[1] & 0xffL) << 8 | (hash[2] & 0xffL);
        boolean takesSeed = generator.description().capabilities().takes(Parameter.SEED);
        return new GenerationJob(prompt, settings, takesSeed ? OptionalLong.of(seed) : OptionalLong.empty(),
                Optional.empty());
    }

    private static GeneratedImage made(JobOutcome outcome) {
        return switch (outcome) {
            case GeneratedImage image -> image;
            case RefusedByPolicy(String reason) -> throw DreamCacherException.refused(reason);
        };
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
