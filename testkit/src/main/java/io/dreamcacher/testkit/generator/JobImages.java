package io.dreamcacher.testkit.generator;

import io.dreamcacher.generator.JobOutcome;
import io.dreamcacher.generator.JobOutcome.GeneratedImage;
import io.dreamcacher.generator.JobOutcome.RefusedByPolicy;
import io.dreamcacher.media.ImageFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import javax.imageio.ImageIO;

/** What generators made, as pixels again; of the formats that the JDK reads. */
public final class JobImages {
    private JobImages() {}

    /** The image of a job that was not refused. */
    public static BufferedImage of(JobOutcome outcome) {
        return switch (outcome) {
            case GeneratedImage image -> decoded(image.file());
            case RefusedByPolicy(String reason) -> throw new AssertionError("refused: " + reason);
        };
    }

    /** The image in a file. */
    static BufferedImage decoded(ImageFile file) {
        try {
            return Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file.bytes())),
                    "a format the JDK reads");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
