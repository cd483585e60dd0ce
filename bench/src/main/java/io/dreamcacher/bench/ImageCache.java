package io.dreamcacher.bench;

import io.dreamcacher.generator.GenerationJob;
import io.dreamcacher.generator.GenerationProgress;
import io.dreamcacher.generator.ImageGenerator;
import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.request.GenerationSettings;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/** Images of prompts in a folder, generated once with the model's default settings and a seed fixed by the prompt. */
final class ImageCache {
    private static final int NAME_BYTES = 8;

    private final Path folder;
    private final ImageGenerator generator;
    private final GenerationSettings settings;

    ImageCache(Path folder, ImageGenerator generator) {
        this.generator = generator;
        this.settings = generator.description().defaults();
        String made = generator.description().fingerprint().sha256() + settings;
        this.folder = folder.resolve(HexFormat.of().formatHex(sha256(made), 0, NAME_BYTES));
    }

    /** The image of a prompt; made when the folder has none. */
    BufferedImage image(String prompt) throws IOException {
        byte[] hash = sha256(prompt);
        Path file = folder.resolve(HexFormat.of().formatHex(hash, 0, NAME_BYTES) + ".png");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            Path unfinished = folder.resolve("unfinished.png");
            Files.write(unfinished, made(prompt, hash).file().bytes());
            Files.move(unfinished, file);
        }
        return ImageIO.read(file.toFile());
    }

    private GeneratedImage made(String prompt, byte[] hash) {
        JobOutcome outcome = generator.generate(new GenerationJob(prompt, settings, seed(hash)),
                GenerationProgress.NONE);
        return switch (outcome) {
            case GeneratedImage image -> image;
            case RefusedByPolicy(String reason) -> throw new IllegalStateException(reason);
        };
    }

    private static long seed(byte[] hash) {
        return (hash[0] & 0xffL) << 16 | (hash[1] & 0xffL) << 8 | (hash[2] & 0xffL);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
